//! The residents' page as the server writes it: complete without a script, in three languages, and no text breaks out.

use tests::{Backend, Server, import, made_up_file, on_both};

on_both! {
    async fn the_first_page_is_a_list(backend) {
        let server = Server::with_town(backend).await;
        let answer = server.client.get("/").await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"));
        assert_eq!(answer.body.matches("<li class=\"row\" data-id=\"").count(), 20);
        assert!(answer.body.contains("<html lang=\"ja\">") && answer.body.contains("id=\"ibasho-config\""));
        assert!(!answer.body.contains("<!--ibasho:"), "no marker is left");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("script-src 'self';") && policy.contains("frame-ancestors 'none'"), "{policy}");
        let id = answer.body.split("data-id=\"").nth(1).unwrap().split('"').next().unwrap();
        let place = server.client.get(&format!("/p/{id}?lang=en")).await;
        assert_eq!(place.status, 200);
        assert!(place.body.contains("<html lang=\"en\">") && place.body.contains("application/ld+json"));
        for tag in ["ja", "ja-Hira", "en", "x-default"] {
            assert!(place.body.contains(&format!("hreflang=\"{tag}\"")), "{tag}");
        }
    }
}

#[tokio::test]
async fn the_address_narrows_the_list() {
    let server = Server::with_town(Backend::Sqlite).await;
    let rows = |body: &str| body.matches("<li class=\"row\"").count();
    let few = server
        .client
        .get("/?q=%E3%81%AA%E3%81%84%E3%81%AA%E3%81%84&lang=en")
        .await;
    assert_eq!((few.status, rows(&few.body)), (200, 0));
    assert!(few.body.contains("Nothing found"));
    let pantries = server.client.get("/?kinds=FOOD_PANTRY,nothing&lang=en").await;
    let listed = server
        .client
        .get("/places.geojson?kinds=FOOD_PANTRY&limit=1000")
        .await
        .json();
    let unmapped = listed["unmapped"].as_u64().unwrap();
    let total = listed["numberMatched"].as_u64().unwrap() + unmapped;
    assert!(pantries.body.contains(&format!("{total} place")), "{total}");
    for odd in [
        "/?near=me",
        "/?near=x,y",
        "/?open=never",
        "/?district=nowhere",
        "/?utm=1&lang=fr",
        "/?q=%FF",
    ] {
        assert_eq!(server.client.get(odd).await.status, 200, "{odd}");
    }
}

#[tokio::test]
async fn no_text_breaks_out() {
    let database = tests::TestDatabase::new(Backend::Sqlite);
    let payload = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)><!--ibasho:main-->";
    let quoted = payload.replace('"', "\"\"");
    let (_folder, file) = made_up_file(
        "a.csv",
        format!(
            "kind,lg_code,common_id,name,address,lat,lon,hazards\nemergency,172022,E1,\"{quoted}\",\"{quoted}\",37.0,137.0,洪水\n"
        ),
    );
    import(&database, &file).await;
    let server = Server::on(database).await;
    let list = server
        .client
        .get(&format!("/?q={}", "%3Cscript%3Ealert(2)%22"))
        .await;
    let all = server.client.get("/").await;
    let id = all
        .body
        .split("data-id=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let place = server.client.get(&format!("/p/{id}")).await;
    for answer in [&list, &all, &place] {
        assert_eq!(answer.status, 200);
        assert!(
            !answer.body.contains("<script>alert") && !answer.body.contains("<img src=x"),
            "{}",
            answer.body
        );
    }
    assert!(place.body.contains("&lt;/script&gt;"));
}

#[tokio::test]
async fn what_is_not_there_is_never_the_page() {
    let server = Server::with_town(Backend::Sqlite).await;
    for path in [
        "/x.js",
        "/assets/x.js",
        "/assets/../config.toml",
        "/assets/",
        "/x.mjs",
        "/p/x/y",
        "/index.html",
    ] {
        let answer = server.client.get(path).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (404, "application/problem+json"),
            "{path}"
        );
    }
    let missing = server.client.get("/p/UAAAAAAAAAAAAAAAAAAAAAA?lang=en").await;
    assert_eq!(missing.status, 404);
    assert!(missing.body.contains("There is no such place") && missing.header("etag").is_empty());
}

#[tokio::test]
async fn only_the_embedded_page_stands_in_frames() {
    let server = Server::with_town_and(|config| {
        config.embed.frame_ancestors = vec!["https://www.example.jp".to_owned()];
        config.site.base_url = "https://ibasho.example.jp".to_owned();
    })
    .await;
    let policy = |answer: &tests::Answer| answer.header("content-security-policy").to_owned();
    let embed = server.client.get("/embed").await;
    assert!(
        policy(&embed).ends_with("frame-ancestors https://www.example.jp"),
        "{}",
        policy(&embed)
    );
    for path in ["/", "/about", "/coverage", "/print"] {
        let answer = server.client.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(policy(&answer).ends_with("frame-ancestors 'none'"), "{path}");
    }
    let map = server.client.get("/sitemap.xml").await;
    assert_eq!(map.header("content-type"), "application/xml; charset=utf-8");
    let listed = server
        .client
        .data("{ places(first: 1) { totalCount } }", serde_json::json!({}))
        .await;
    let total = listed["places"]["totalCount"].as_u64().unwrap();
    assert_eq!(
        map.body.matches("<loc>https://ibasho.example.jp/p/").count() as u64,
        total
    );
    assert_eq!(server.client.get("/sitemap.xml?page=2").await.status, 404);
    assert_eq!(server.client.get("/sitemap.xml?page=0").await.status, 400);
    let robots = server.client.get("/robots.txt").await;
    assert!(
        robots
            .body
            .contains("Sitemap: https://ibasho.example.jp/sitemap.xml")
    );
}

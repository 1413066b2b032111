//! What is kept and what is not.

use super::*;

fn documents(change: impl FnOnce(&mut config::Graphql)) -> anyhow::Result<Documents> {
    let mut config = config::Graphql::default();
    change(&mut config);
    Documents::new(&config, &crate::graphql::sdl())
}

#[test]
fn a_document_is_judged_once() {
    let documents = documents(|_| ()).unwrap();
    let text = "{ schemes { code } }";
    let (first, again) = (documents.written(text).unwrap(), documents.written(text).unwrap());
    assert!(Arc::ptr_eq(&first, &again));
}

#[test]
fn what_is_refused_is_not_kept() {
    let documents = documents(|_| ()).unwrap();
    for _ in 0..2 {
        let refusal = documents.written("{ nothing }").unwrap_err();
        assert_eq!(refusal.code, "GRAPHQL_VALIDATION_FAILED");
    }
    assert_eq!(documents.seen.len(), 0);
}

#[test]
fn memory_is_bounded_whoever_sends_what() {
    let documents = documents(|config| config.cache_megabytes = 2).unwrap();
    for number in 0..2_000 {
        let text = format!("{{ schemes {{ code name(language: \"{number:0>400}\") }} }}");
        documents.written(&text).unwrap();
    }
    assert!(
        documents.seen.weight() <= 2_000_000,
        "{}",
        documents.seen.weight()
    );
    assert!(documents.seen.len() < 200, "{}", documents.seen.len());
    assert!(documents.seen.len() > 20, "{}", documents.seen.len());
}

fn with_manifest(manifest: &str) -> anyhow::Result<Documents> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("documents.json");
    std::fs::write(&path, manifest).unwrap();
    documents(|config| {
        config.trusted_documents = path.display().to_string();
        config.only_trusted_documents = true;
    })
}

#[test]
fn registered_documents_are_found_by_hash_or_name() {
    // printf '{ __typename }' | sha256sum
    let hash = "7f56e67dd21ab3f30d1ff8b7bed08893f0a0db86449836189b361dd1e56ddb4b";
    let manifest = format!(
        "{{\"{hash}\": \"{{ __typename }}\", \"nearest\": \"{{ schemes {{ code }} }}\", \"old\": \"{{ gone }}\"}}"
    );
    let documents = with_manifest(&manifest).unwrap();
    assert!(documents.trusted(&format!("sha256:{hash}")).is_ok());
    assert!(documents.trusted("nearest").is_ok());
    assert_eq!(
        documents.trusted("old").unwrap_err().code,
        "GRAPHQL_VALIDATION_FAILED"
    );
    assert_eq!(
        documents.trusted("x").unwrap_err().code,
        "PERSISTED_QUERY_NOT_FOUND"
    );
    assert_eq!(documents.written("{ __typename }").unwrap_err().code, "FORBIDDEN");

    let apollo = format!(
        "{{\"format\": \"apollo-persisted-query-manifest\", \"version\": 1, \"operations\": [{{\"id\": \"{hash}\", \
         \"name\": \"A\", \"type\": \"query\", \"body\": \"{{ __typename }}\"}}]}}"
    );
    assert!(
        with_manifest(&apollo)
            .unwrap()
            .trusted(&format!("sha256:{hash}"))
            .is_ok()
    );
}

#[test]
fn a_manifest_that_lies_is_refused() {
    let zeros = "0".repeat(64);
    let error = with_manifest(&format!("{{\"sha256:{zeros}\": \"{{ __typename }}\"}}")).unwrap_err();
    assert!(
        format!("{error:#}").contains("is not the hash of its document"),
        "{error:#}"
    );
    assert!(with_manifest("[]").is_err());
    assert!(documents(|config| config.trusted_documents = "/nowhere.json".to_owned()).is_err());
}

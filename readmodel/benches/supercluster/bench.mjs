// npm supercluster on points like those of the Rust benchmarks: it needs an index for each filter, ours needs none.
// `node bench.mjs [SIZE ...]`
import Supercluster from "supercluster";

const VIEWS = 200;

// mulberry32, seeded: the same points each time.
let state = 20260301;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const bell = () => Array.from({ length: 12 }, random).reduce((a, b) => a + b) - 6;

function town(size) {
  const count = Math.min(2000, Math.max(200, Math.floor(size / 500)));
  const centers = Array.from({ length: count }, () => ({
    lon: 129 + 16 * random(),
    lat: 31 + 14 * random(),
    spread: 0.01 + 0.08 * random() * random(),
  }));
  return () => {
    const share = random();
    const { lon, lat, spread } = centers[Math.floor(share * share * centers.length)];
    return [lon + spread * bell(), lat + spread * bell()];
  };
}

function median(times) {
  return times.sort((a, b) => a - b)[times.length >> 1];
}

const sizes = process.argv.slice(2).map(Number).filter(Boolean);
for (const size of sizes.length ? sizes : [200_000, 1_000_000]) {
  const near = town(size);
  const points = Array.from({ length: size }, () => ({
    type: "Feature",
    properties: {},
    geometry: { type: "Point", coordinates: near() },
  }));
  console.log(`\nnpm supercluster, ${size} points`);
  for (const [share, name] of [[1, "no filter"], [0.1, "10 %"], [0.01, "1 %"]]) {
    const kept = points.filter(() => random() < share);
    const started = performance.now();
    const index = new Supercluster({ maxZoom: 22 }).load(kept);
    const built = performance.now() - started;
    for (const [half, zoom] of [[0.1, 12], [1, 9], [20, 5]]) {
      const times = [];
      for (let view = 0; view < VIEWS; view++) {
        const [lon, lat] = near();
        const before = performance.now();
        index.getClusters([lon - half, lat - half, lon + half, lat + half], zoom);
        times.push(performance.now() - before);
      }
      const micros = (1000 * median(times)).toFixed(1);
      console.log(`clusters, zoom ${zoom}, ${name}: ${micros} us, after an index of ${built.toFixed(0)} ms for this filter`);
    }
  }
}

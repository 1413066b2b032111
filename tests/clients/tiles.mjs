// Reads tiles with the library that maps read them with, and compares them with lists made elsewhere.
import { readFileSync } from 'node:fs';
import { VectorTile } from '@mapbox/vector-tile';
import Pbf from 'pbf';

const asked = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let differences = 0;
const differ = (...what) => {
  differences += 1;
  console.log(...what);
};

async function read(name) {
  const answer = await fetch(`${asked.base}/tiles/${name}.mvt?${asked.filter}`);
  if (answer.status !== 200) {
    differ(name, 'status', answer.status);
    return {};
  }
  return new VectorTile(new Pbf(new Uint8Array(await answer.arrayBuffer()))).layers;
}

const features = (layer) => Array.from({ length: layer?.length ?? 0 }, (_, index) => layer.feature(index));
const isOwn = (feature) => {
  const [[{ x, y }]] = feature.loadGeometry();
  return x >= 0 && x < 4096 && y >= 0 && y < 4096;
};

for (const [name, members] of Object.entries(asked.tiles)) {
  const layers = await read(name);
  const [z, x, y] = name.split('/').map(Number);
  if (layers.clusters) {
    if (members.length <= 64) differ(name, 'clusters of', members.length);
    const cells = features(layers.clusters);
    const count = cells.reduce((sum, cell) => sum + cell.properties.count, 0);
    if (count !== members.length) differ(name, count, '!==', members.length);
    for (const kind of new Set(members.flatMap((member) => member.kinds))) {
      const counted = cells.reduce((sum, cell) => sum + (cell.properties[kind] ?? 0), 0);
      const expected = members.filter((member) => member.kinds.includes(kind)).length;
      if (counted !== expected) differ(name, kind, counted, '!==', expected);
    }
    if (cells.some((cell) => !isOwn(cell))) differ(name, 'a cell beyond the edge');
    continue;
  }
  const own = new Map(features(layers.places).filter(isOwn).map((place) => [place.properties.id, place]));
  if (own.size !== members.length) differ(name, own.size, '!==', members.length);
  for (const member of members) {
    const place = own.get(member.id);
    if (!place) {
      differ(name, 'lacks', member.id);
      continue;
    }
    if (place.properties.kinds !== member.kinds.join(',')) differ(name, place.properties.kinds);
    if (!['open', 'closed', 'unknown'].includes(place.properties.state)) differ(name, place.properties.state);
    const [lon, lat] = place.toGeoJSON(x, y, z).geometry.coordinates;
    const unit = 360 / 4096 / 2 ** z;
    if (Math.abs(lon - member.lon) > 1.01 * unit || Math.abs(lat - member.lat) > 1.01 * unit) differ(name, lon, lat, member);
  }
}

if (asked.clusters) {
  const cells = features((await read(asked.tile)).clusters).map(({ properties }) => properties);
  const key = ({ count, expansionZoom, kinds }) => JSON.stringify([count, expansionZoom, kinds.sort()]);
  const kindsOf = (cell) => Object.entries(cell).filter(([name]) => /^[A-Z_]+$/.test(name));
  const found = cells.map((cell) => key({ ...cell, kinds: kindsOf(cell) })).sort();
  const expected = asked.clusters
    .map((cluster) => key({ ...cluster, kinds: cluster.kindCounts.map(({ kind, count }) => [kind, count]) }))
    .sort();
  if (JSON.stringify(found) !== JSON.stringify(expected)) differ(found, expected);
}
console.log(`${differences} differences`);

// node recognise.mjs NPM_FOLDER PICTURES: a face recogniser as adversary, on the pictures of render_faces. A probe
// belongs to the person with the nearest picture in a gallery, by the 128 numbers that a network trained on photographs
// (face-api's ResNet) gives. Twice: with the probe's person known by the same scan before defacing, turned and lit
// differently, and by another scan of his where there is one. Outputs are heads that were defaced, refaced and stripped. Distractors are bent copies of all scans, so that the
// shape of the field of view gives nobody away. Exit code 1 where originals are matched to their own scan too rarely to
// say anything of outputs, or outputs more often than by chance.
import fs from 'node:fs';
import path from 'node:path';
import {createRequire} from 'node:module';

const leastOriginals = 0.60;  // share matched at rank 1
const confidence = 0.95;
const fewestDistractors = 30;

const [npm, folder] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(npm), 'index.js'));
const tf = require('@tensorflow/tfjs');
const wasm = require('@tensorflow/tfjs-backend-wasm');
const faceapi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');

async function loadNetwork() {
  wasm.setWasmPaths(path.join(path.resolve(npm), 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
  await tf.setBackend('wasm');
  await tf.ready();
  await faceapi.nets.faceRecognitionNet.loadFromDisk(path.join(path.resolve(npm), 'node_modules/@vladmandic/face-api/model'));
}

// A binary PGM of 8 bits as a tensor of three equal channels.
function readPicture(file) {
  const bytes = fs.readFileSync(file);
  const [, width, height] = /^P5\n(\d+) (\d+)\n255\n/.exec(bytes.subarray(0, 30).toString('latin1')).map(Number);
  const grey = bytes.subarray(bytes.length - width * height);
  return tf.tidy(() => tf.tensor3d(Float32Array.from(grey), [height, width, 1]).tile([1, 1, 3]));
}

async function describe(file) {
  const [person, image, knownBy, kind, role, turn] = path.basename(file).split('.');
  const picture = readPicture(path.join(folder, file));
  const mirrored = tf.reverse(picture, 1);
  const both = await Promise.all([picture, mirrored].map((p) => faceapi.nets.faceRecognitionNet.computeFaceDescriptor(p)));
  tf.dispose([picture, mirrored]);
  const numbers = both[0].map((value, i) => (value + both[1][i]) / 2);
  return {person, image, knownBy, kind, role, turn, numbers: [...numbers]};
}

const distance = (a, b) => Math.hypot(...a.map((value, i) => value - b[i]));

// Sources that may show one and the same man: he is never among the strangers of his own probe.
const perhapsOne = new Set(['S01', 'S05', 'S17']);
const isStranger = (probe, person) => person !== probe.person && !(perhapsOne.has(probe.person) && perhapsOne.has(person));

// One image of each person: of the probe's own `known`, of strangers their first. Where `known` is another image than
// the probe's, nobody is bent from the probe's: what two pictures of one scan share would hide what two scans of one man
// share.
function galleryOf(probe, known, gallery) {
  const first = new Map();
  for (const g of gallery) if (!first.has(g.person)) first.set(g.person, g.image);
  return gallery.filter((g) => {
    if (g.person === probe.person) return g.image === known;
    return isStranger(probe, g.person) && g.image === first.get(g.person) && (g.image !== probe.image || g.image === known);
  });
}

// The persons from nearest to farthest.
function ranking(probe, known, gallery) {
  const nearest = new Map();
  for (const g of galleryOf(probe, known, gallery)) {
    nearest.set(g.person, Math.min(nearest.get(g.person) ?? Infinity, distance(probe.numbers, g.numbers)));
  }
  return [...nearest].map(([person, away]) => ({person, away})).sort((a, b) => a.away - b.away);
}

// The largest count of successes among n that chance alone passes with a probability of at most 1 - confidence.
function binomialBound(n, chance) {
  let probability = (1 - chance) ** n, below = 0;
  for (let k = 0; k <= n; ++k) {
    below += probability;
    if (below >= confidence) return k;
    probability *= (n - k) / (k + 1) * chance / (1 - chance);
  }
  return n;
}

await loadNetwork();
const described = [];
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.pgm')).sort()) described.push(await describe(file));
const gallery = described.filter((d) => d.role === 'gallery');
const distractors = new Set(gallery.filter((g) => g.kind === 'bent').map((g) => g.person)).size;

// How many of these probes the recogniser matches, with `knownOf(probe)` the image by which it knows their person.
function match(kind, knownOf) {
  const probes = described.filter((d) => d.role === 'probe' && d.kind === kind);
  const lines = [];
  let hits = 0, persons = Infinity;
  for (const probe of probes) {
    const order = ranking(probe, knownOf(probe), gallery);
    const rank = order.findIndex((entry) => entry.person === probe.person) + 1;
    hits += rank === 1 ? 1 : 0;
    persons = Math.min(persons, order.length);
    lines.push(`  ${probe.image} ${probe.turn}: rank ${rank} of ${order.length}, distance ${order[rank - 1].away.toFixed(2)}, nearest ${order[0].away.toFixed(2)}`);
  }
  const bound = binomialBound(probes.length, 1 / persons);
  return {hits, of: probes.length, bound, persons, lines};
}

function report(kind, how, knownOf) {
  const found = match(kind, knownOf);
  console.log(`${kind}, known by ${how}: ${found.hits} of ${found.of} at rank 1`);
  for (const line of found.lines) console.log(line);
  return found;
}

const faults = [];
if (distractors < fewestDistractors) faults.push(`${distractors} distractors, expected at least ${fewestDistractors}`);
for (const [how, knownOf] of [['the same scan', (probe) => probe.image], ['another scan where there is one', (probe) => probe.knownBy]]) {
  const original = report('original', how, knownOf);
  for (const kind of ['defaced', 'refaced', 'stripped']) {
    const output = report(kind, how, knownOf);
    console.log(`chance 1 of ${output.persons}: at most ${output.bound} of ${output.of} ${kind} (upper 95 % binomial bound)`);
    if (output.of === 0 || output.hits > output.bound) faults.push(`${kind} heads known by ${how} are matched more often than by chance`);
  }
  if (how === 'the same scan' && !(original.of > 0 && original.hits >= leastOriginals * original.of)) {
    faults.push('originals are matched too rarely to say anything of outputs');
  }
}
for (const fault of faults) console.log(`FAULT ${fault}`);
process.exit(faults.length === 0 ? 0 : 1);

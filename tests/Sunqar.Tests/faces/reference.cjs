// Runs a network of TensorFlow.js by its own implementation, on its plain CPU backend: what our conversion is held against.
// node reference.cjs MODEL.json WEIGHTS.bin INPUT SIDE OUTPUT NAME...
// INPUT: float32, row, column, channel; OUTPUT: float32, one result behind the other.
const fs = require("fs");
const tf = require("@tensorflow/tfjs-core");
require("@tensorflow/tfjs-backend-cpu");
const { loadGraphModel } = require("@tensorflow/tfjs-converter");

const [model, weights, input, side, output, ...names] = process.argv.slice(2);
const exact = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

async function main() {
  await tf.setBackend("cpu");
  const json = JSON.parse(fs.readFileSync(model, "utf8"));
  const graph = await loadGraphModel({
    load: async () => ({
      modelTopology: json.modelTopology,
      signature: json.signature,
      userDefinedMetadata: json.userDefinedMetadata,
      weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
      weightData: exact(fs.readFileSync(weights)),
    }),
  });
  const pixels = tf.tensor(new Float32Array(exact(fs.readFileSync(input))), [1, +side, +side, 3]);
  const results = [graph.execute(pixels, names)].flat();
  fs.writeFileSync(output, Buffer.concat(results.map((one) => Buffer.from(new Float32Array(one.dataSync()).buffer))));
}
main();

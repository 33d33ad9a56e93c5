// Starts a local node on a free port and compiles the token; prints {"port","bytecode","accounts"} as one line and serves until its standard input ends.
const fs = require("node:fs");
const path = require("node:path");
const ganache = require("ganache");
const solc = require("solc");

const source = fs.readFileSync(path.join(__dirname, "Token.sol"), "utf8");
const compiled = JSON.parse(solc.compile(JSON.stringify({
  language: "Solidity",
  sources: { "Token.sol": { content: source } },
  settings: { evmVersion: "london", outputSelection: { "*": { "*": ["evm.bytecode.object"] } } },
})));
const errors = (compiled.errors ?? []).filter((error) => error.severity === "error");
if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join("\n"));
const bytecode = "0x" + compiled.contracts["Token.sol"].Token.evm.bytecode.object;

const server = ganache.server({ logging: { quiet: true }, wallet: { deterministic: true, totalAccounts: 5 }, chain: { hardfork: "london" } });
server.listen(0, "127.0.0.1").then(async () => {
  const accounts = await server.provider.request({ method: "eth_accounts", params: [] });
  console.log(JSON.stringify({ port: server.address().port, bytecode, accounts }));
});
process.stdin.resume();
process.stdin.on("end", () => server.close().then(() => process.exit(0)));

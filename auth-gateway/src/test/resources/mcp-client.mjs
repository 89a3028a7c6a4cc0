// What the reference client sees of a server behind the gateway.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [url, token] = process.argv.slice(2);
const client = new Client({ name: "test", version: "1" });
await client.connect(
  new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { Authorization: `Bearer ${token}` } },
  }),
);
const names = [];
let cursor;
do {
  const page = await client.listTools(cursor ? { cursor } : {});
  names.push(...page.tools.map((tool) => tool.name));
  cursor = page.nextCursor;
} while (cursor);
console.log(`tools: ${names.sort().join(" ")}`);
const result = await client.callTool({ name: "echo", arguments: { text: "hello" } });
console.log(`called: ${result.content[0].text}`);
const refused = await client
  .callTool({ name: "addNumbers", arguments: { a: 1, b: 2 } })
  .then(() => false, (error) => String(error).includes("403") || error.code === 403);
console.log(`refused: ${refused}`);
await client.close();
process.exit(0);

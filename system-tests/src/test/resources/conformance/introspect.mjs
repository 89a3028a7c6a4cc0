// Asks about tokens with two independent clients of RFC 7662; both throw on an answer that is not one.
// Arguments: base address, the asker's credential in CREDENTIAL, the tokens in TOKENS (JSON).
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'

const [base] = process.argv.slice(2)
const server = { issuer: base, introspection_endpoint: `${base}/oauth/introspect` }
const client = { client_id: 'resource-server' }
const authentication = (as, who, body, headers) =>
  headers.set('authorization', `Bearer ${process.env.CREDENTIAL}`)

const configuration = new openid.Configuration(server, client.client_id, {}, authentication)
openid.allowInsecureRequests(configuration)

const answers = []
for (const token of JSON.parse(process.env.TOKENS)) {
  const response = await oauth.introspectionRequest(server, client, authentication, token, {
    [oauth.allowInsecureRequests]: true
  })
  answers.push({
    oauth4webapi: await oauth.processIntrospectionResponse(server, client, response),
    openidClient: await openid.tokenIntrospection(configuration, token)
  })
}
console.log(JSON.stringify(answers))

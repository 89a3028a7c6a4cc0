package io.doorward.token.support;

import static io.restassured.RestAssured.given;

import io.doorward.stack.identity.CodeFlow;
import io.doorward.test.identity.DemoPeople;
import io.doorward.test.identity.GatewayTokens;
import io.doorward.test.stack.RunningStack;
import io.restassured.filter.Filter;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Calls of the API as somebody. */
public final class Api {
  /** Sessions per stack: another stack has another provider. */
  private static final Map<String, String> SESSIONS = new ConcurrentHashMap<>();

  private final String credential;
  private final List<Filter> filters;

  private Api(String credential) {
    this(credential, List.of(AsDescribed.FILTER));
  }

  private Api(String credential, List<Filter> filters) {
    this.credential = credential;
    this.filters = filters;
  }

  /** One of alice, bob, carol, dave (acme) and erin (globex). */
  public static Api as(String person) {
    String stack = RunningStack.current().folder().toString();
    return new Api(SESSIONS.computeIfAbsent(stack + person, any -> DemoPeople.token(person)));
  }

  /** Somebody in an organization of their own. */
  public static Api as(String subject, String organization, String role) {
    return new Api(DemoPeople.token(subject, organization, role));
  }

  /** Whoever the claims say, with nothing added. */
  public static Api withClaims(String subject, Map<String, String> claims) {
    return new Api(
        new CodeFlow(RunningStack.current().identity().issuer()).signIn(subject, claims));
  }

  /** An API token as the gateway vouches for it. */
  public static Api withToken(JsonPath token, JsonPath me) {
    return new Api(
        GatewayTokens.token(
            Map.of(
                "sub", me.getString("subject"),
                "org", me.getString("organization.id"),
                "org_slug", me.getString("organization.slug"),
                "tid", token.getString("id"),
                "tkind", "token",
                "scope", String.join(" ", token.<String>getList("scopes")),
                "org_role", me.getString("role"))));
  }

  /** The gateway itself, whom the document is not for. */
  public static Api gateway() {
    return new Api(GatewayTokens.internal(), List.of());
  }

  /** What the request carries as a bearer. */
  public String credential() {
    return credential;
  }

  public RequestSpecification request() {
    return given().filters(filters).auth().oauth2(credential);
  }

  public Response get(String path) {
    return request().get(path);
  }

  public Response post(String path, String json) {
    return request().contentType(ContentType.JSON).body(json).post(path);
  }

  public Response patch(String path, String json) {
    return request().contentType(ContentType.JSON).body(json).patch(path);
  }

  public Response delete(String path) {
    return request().delete(path);
  }

  public Response post(String path) {
    return request().noContentType().post(path);
  }

  public JsonPath me() {
    return get("/api/v1/me").then().statusCode(200).extract().jsonPath();
  }

  /** Creates a token with these scopes, written as JSON strings. */
  public JsonPath create(String name, String... scopes) {
    return post("/api/v1/tokens", body(name, scopes)).then().statusCode(201).extract().jsonPath();
  }

  public static String body(String name, String... scopes) {
    return "{\"name\":\"%s\",\"scopes\":[\"%s\"]}".formatted(name, String.join("\",\"", scopes));
  }
}

package io.doorward.stack.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.doorward.stack.process.Ports;
import io.doorward.stack.secret.StackSecrets;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("stack")
class OpenIdProviderIT {
  @TempDir static Path folder;
  private static OpenIdProvider provider;

  @BeforeAll
  static void start() {
    StackSecrets secrets = StackSecrets.in(folder.resolve("secrets"));
    provider = new OpenIdProvider(folder, secrets.openIdSigningKey(), Ports.free(1).get(0));
    provider.start();
  }

  @AfterAll
  static void stop() {
    provider.close();
  }

  @ParameterizedTest
  @EnumSource
  void signsInEveryDemoPersonThroughTheCodeFlow(DemoPerson person) throws Exception {
    SignedJWT session = SignedJWT.parse(provider.sessionOf(person));
    JWTClaimsSet claims = session.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(provider.issuer().toString());
    assertThat(claims.getAudience()).containsExactly("doorward");
    assertThat(claims.getSubject()).isEqualTo(person.subject());
    assertThat(claims.getStringClaim("email")).isEqualTo(person.email());
    assertThat(claims.getStringClaim("name")).isEqualTo(person.fullName());
    assertThat(claims.getStringClaim("org")).isEqualTo(person.organization());
    assertThat(claims.getStringClaim("org_role")).isEqualTo(person.role());
  }

  @Test
  void aSessionOutlivesARestartOfTheProvider() throws Exception {
    SignedJWT session = SignedJWT.parse(provider.sessionOf(DemoPerson.ALICE));
    provider.restart();
    JWKSet keys = JWKSet.parse(get(provider.jwks()));
    var key = keys.getKeyByKeyId(session.getHeader().getKeyID()).toRSAKey();
    assertThat(session.verify(new RSASSAVerifier(key))).isTrue();
  }

  @Test
  void theLoginPageOffersTheDemoPeopleAndLoadsNothingFromElsewhere() throws Exception {
    String page =
        get(
            URI.create(
                provider.issuer()
                    + "/authorize?response_type=code&client_id=c&scope=openid"
                    + "&redirect_uri=http://127.0.0.1/x&state=s"));
    assertThat(page).contains("Alice Archer", "Erin Eaves").doesNotContain("https://", "src=");
  }

  private static String get(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}

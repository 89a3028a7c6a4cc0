package io.doorward.token.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S3")
class SignInIT {

  @Test
  void manyFirstSignInsAtOnceMakeOneOrganizationAndOneMember() throws Exception {
    Api first = Api.as("fred", "brand-new", "admin");
    Api second = Api.as("fiona", "brand-new", "member");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(() -> first.me().getString("organization.id"));
        calls.add(() -> second.me().getString("organization.id"));
      }
      Set<String> organizations = new HashSet<>();
      for (Future<String> organization : threads.invokeAll(calls)) {
        organizations.add(organization.get());
      }
      assertThat(organizations).hasSize(1);
    } finally {
      threads.shutdown();
    }
    assertThat(members("brand-new")).isEqualTo(2);
  }

  @Test
  @Tag("SCP-3")
  void theRowCountsAfterTheFirstSignInAndNotTheClaim() {
    Api.as("gina", "claims", "viewer").me();
    Api.as("gina", "claims", "owner")
        .get("/api/v1/me")
        .then()
        .statusCode(200)
        .body("role", equalTo("viewer"))
        .body("organization.slug", equalTo("claims"));
    Api.as("gina", "claims", "owner")
        .post("/api/v1/tokens", Api.body("x", "read"))
        .then()
        .statusCode(403);
  }

  @Test
  void anOrganizationThatIsNoSlugIsRefused() {
    Api.as("hugo", "Not A Slug", "owner").get("/api/v1/me").then().statusCode(401);
  }

  private static long members(String organization) {
    return Rows.count(
        "SELECT count(*) FROM tokens.member m JOIN tokens.organization o"
            + " ON o.id = m.organization_id WHERE o.slug = ?",
        organization);
  }
}

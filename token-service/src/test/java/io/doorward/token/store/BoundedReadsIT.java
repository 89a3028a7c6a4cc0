package io.doorward.token.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Figures that are told without counting all there is. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S5")
class BoundedReadsIT {
  private static final String RUNS =
      """
      INSERT INTO tokens.agent_execution (id, agent_id, started_by, started_at, finished_at, outcome)
      SELECT gen_random_uuid(), '%s', 'olga', now(), now() + n %% 100 * interval '10 ms',
             (ARRAY['succeeded', 'failed', 'cancelled'])[1 + n %% 3]
        FROM generate_series(1, 12000) n
      """;

  @Test
  void theTotalsOfAnAgentAreKeptWithEachRun() throws Exception {
    Api owner = Api.as("olga", "totals-" + UUID.randomUUID().toString().substring(0, 8), "owner");
    String agent =
        owner
            .request()
            .contentType(ContentType.JSON)
            .body("{\"name\":\"busy\",\"description\":\"runs often\",\"visibility\":\"private\"}")
            .post("/api/v1/agents")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getString("id");
    String runs = "/api/v1/agents/" + agent + "/executions";
    owner
        .get(runs + "/totals")
        .then()
        .statusCode(200)
        .body("executions", equalTo(0))
        .body("running", equalTo(0));
    Rows.run("tokens_owner", RUNS.formatted(agent));
    owner.post(runs).then().statusCode(201);
    // Only what the latest ones took is looked up: whatever the others say, the counts stand.
    Rows.run(
        "postgres",
        "SET session_replication_role = replica; DELETE FROM tokens.agent_execution"
            + " WHERE agent_id = '%s' AND outcome = 'failed'".formatted(agent));
    owner
        .get(runs + "/totals")
        .then()
        .statusCode(200)
        .body("executions", equalTo(12001))
        .body("running", equalTo(1))
        .body("succeeded", equalTo(4000))
        .body("failed", equalTo(4000))
        .body("cancelled", equalTo(4000))
        .body("averageMillis", equalTo(495.0f))
        .body("p95Millis", notNullValue());
    assertThat(
            Rows.query(
                    "SELECT has_table_privilege('tokens.agent_execution_total', 'INSERT, UPDATE')"
                        + " AS may")
                .get(0))
        .containsEntry("may", false);
  }
}

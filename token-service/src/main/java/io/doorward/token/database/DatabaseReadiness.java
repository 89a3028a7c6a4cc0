package io.doorward.token.database;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that PostgreSQL answers. Redis and Kafka may be gone: changes still commit. */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements AsyncHealthCheck {
  private final Database database;

  @Inject
  DatabaseReadiness(Database database) {
    this.database = database;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return database
        .connection(sql -> sql.query("SELECT 1").execute())
        .map(any -> HealthCheckResponse.up("database"))
        .onFailure()
        .recoverWithItem(HealthCheckResponse.down("database"));
  }
}

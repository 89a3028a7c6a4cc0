package io.doorward.token.directory.organization;

import io.doorward.contract.snapshot.Limits;
import io.vertx.mutiny.sqlclient.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A subscription plan.
 *
 * @param limits what a token has by default, and the most it can have
 * @param organizationLimits what all tokens of the organization may use together
 */
@Schema(name = "Plan")
public record PlanView(
    String id,
    String name,
    Limits limits,
    Limits organizationLimits,
    int maxServiceAccounts,
    int maxAgents) {

  static PlanView of(Row row) {
    return new PlanView(
        row.getString("id"),
        row.getString("name"),
        new Limits(
            row.getInteger("per_second"),
            row.getInteger("per_minute"),
            row.getInteger("per_hour"),
            row.getInteger("per_day")),
        new Limits(
            row.getInteger("org_per_second"),
            row.getInteger("org_per_minute"),
            row.getInteger("org_per_hour"),
            row.getInteger("org_per_day")),
        row.getInteger("max_service_accounts"),
        row.getInteger("max_agents"));
  }
}

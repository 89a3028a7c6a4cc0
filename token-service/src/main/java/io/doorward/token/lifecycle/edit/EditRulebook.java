package io.doorward.token.lifecycle.edit;

import io.doorward.token.catalogue.ScopeCatalogue;
import io.doorward.token.catalogue.policy.PolicyStore;
import io.doorward.token.lifecycle.issue.ServiceAccountConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Finds the rules that an organization's edits are judged by, as they are now. */
@ApplicationScoped
public class EditRulebook {
  private final ScopeCatalogue catalogue;
  private final PolicyStore policies;
  private final ServiceAccountConfig accounts;

  @Inject
  EditRulebook(ScopeCatalogue catalogue, PolicyStore policies, ServiceAccountConfig accounts) {
    this.catalogue = catalogue;
    this.policies = policies;
    this.accounts = accounts;
  }

  /** The rules of the organization. */
  public Uni<EditRules> read(SqlConnection sql, UUID organizationId) {
    return catalogue
        .known(sql, organizationId)
        .chain(
            known ->
                policies
                    .read(sql, organizationId)
                    .map(policy -> new EditRules(known, policy, accounts.allowListRequired())));
  }
}

package io.doorward.token.lifecycle.template;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.catalogue.ScopeCatalogue;
import io.doorward.token.catalogue.Template;
import io.doorward.token.catalogue.TemplateStore;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes the organization's own templates; a shared one is an administrator's to change. */
@ApplicationScoped
class Templates {
  private static final Scope SHARE = new Scope("org:write");

  /** The list is shown whole, so it has a bound. */
  private static final int MOST = 200;

  private final Database database;
  private final TemplateStore templates;
  private final ScopeCatalogue catalogue;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  Templates(
      Database database,
      TemplateStore templates,
      ScopeCatalogue catalogue,
      AuditLog audit,
      Clock clock) {
    this.database = database;
    this.templates = templates;
    this.catalogue = catalogue;
    this.audit = audit;
    this.clock = clock;
  }

  Uni<List<Template>> all(Principal principal) {
    return database.connection(
        sql -> templates.all(sql, principal.organizationId(), principal.subject()));
  }

  Uni<Template> one(Principal principal, String id) {
    return database
        .connection(sql -> templates.find(sql, principal.organizationId(), principal.subject(), id))
        .map(found -> found.orElseThrow(ProblemException::notFound));
  }

  Uni<Template> create(Principal principal, DescribeTemplate asked) {
    Instant now = now();
    UUID organization = principal.organizationId();
    return database.transaction(
        sql ->
            catalogue
                .known(sql, organization)
                .map(
                    known ->
                        TemplateForm.read(
                            asked, known, UUID.randomUUID().toString(), principal.subject()))
                .invoke(template -> shares(principal, template))
                .call(() -> templates.count(sql, organization).invoke(Templates::bounded))
                .call(template -> templates.insert(sql, organization, template, now))
                .call(template -> enter(sql, principal, "created", null, template, now)));
  }

  Uni<Template> replace(Principal principal, String id, DescribeTemplate asked) {
    UUID organization = principal.organizationId();
    return database.transaction(
        sql ->
            locked(sql, principal, id)
                .chain(
                    before ->
                        catalogue
                            .known(sql, organization)
                            .map(
                                known ->
                                    TemplateForm.read(
                                        asked,
                                        known,
                                        id,
                                        Objects.requireNonNull(before.createdBy())))
                            .invoke(after -> shares(principal, after))
                            .call(after -> templates.update(sql, organization, after))
                            .call(
                                after -> enter(sql, principal, "changed", before, after, now()))));
  }

  Uni<Void> delete(Principal principal, String id) {
    return database.transaction(
        sql ->
            locked(sql, principal, id)
                .call(() -> templates.delete(sql, principal.organizationId(), id))
                .chain(before -> enter(sql, principal, "deleted", before, null, now())));
  }

  private Uni<Template> locked(SqlConnection sql, Principal principal, String id) {
    return templates
        .find(sql, principal.organizationId(), principal.subject(), id)
        .map(found -> found.orElseThrow(ProblemException::notFound))
        .invoke(
            template -> {
              if (template.builtIn()) {
                throw ProblemException.of(
                    ErrorCode.CONFLICT, "A built-in template stays; make one of your own.");
              }
              shares(principal, template);
            })
        .chain(() -> templates.lock(sql, principal.organizationId(), principal.subject(), id))
        .map(found -> found.orElseThrow(ProblemException::notFound));
  }

  private static void shares(Principal principal, Template template) {
    if (template.shared()) {
      principal.require(SHARE);
    }
  }

  private static void bounded(long count) {
    if (count >= MOST) {
      throw ProblemException.of(
          ErrorCode.CONFLICT,
          "The organization has " + MOST + " templates, the most there can be.");
    }
  }

  private Uni<Void> enter(
      SqlConnection sql,
      Principal principal,
      String what,
      @Nullable Template before,
      @Nullable Template after,
      Instant now) {
    Template target = before == null ? Objects.requireNonNull(after) : before;
    return audit.append(
        sql,
        new AuditEntry(
            principal.organizationId(),
            now,
            principal.actor(),
            "template." + what,
            "template",
            target.id(),
            before,
            after,
            null,
            null));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}

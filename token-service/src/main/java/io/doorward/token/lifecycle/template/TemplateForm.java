package io.doorward.token.lifecycle.template;

import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.token.catalogue.KnownScopes;
import io.doorward.token.catalogue.Template;
import io.doorward.token.directory.form.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks at everything that was asked for and reports all that is wrong together. Pure. */
final class TemplateForm {
  private static final int MAX_DAYS = 3650;

  private TemplateForm() {}

  /** The template, if nothing is wrong. */
  static Template read(DescribeTemplate asked, KnownScopes known, String id, String createdBy) {
    Form form = new Form();
    String name = form.name("/name", asked.name());
    String description = form.description("/description", asked.description());
    TokenType type = Objects.requireNonNullElse(asked.type(), TokenType.PERSONAL);
    ScopeSet scopes = scopes(form, asked.scopes(), known, type);
    Integer days = asked.lifetimeDays();
    if (days != null && (days < 1 || days > MAX_DAYS)) {
      form.wrong("/lifetimeDays", "is out of range", "Use 1 to " + MAX_DAYS + ".");
    }
    Limits limits = Objects.requireNonNullElse(asked.limits(), Limits.NONE);
    positive(form, "perSecond", limits.perSecond());
    positive(form, "perMinute", limits.perMinute());
    positive(form, "perHour", limits.perHour());
    positive(form, "perDay", limits.perDay());
    form.done();
    return new Template(
        id,
        name,
        description,
        type,
        Objects.requireNonNullElse(asked.environment(), TokenEnvironment.LIVE),
        scopes,
        days,
        limits,
        Boolean.TRUE.equals(asked.shared()),
        createdBy);
  }

  private static ScopeSet scopes(
      Form form, @Nullable List<@Nullable String> asked, KnownScopes known, TokenType type) {
    if (asked == null || asked.isEmpty() || asked.size() > ScopeSet.MAX_SIZE) {
      form.wrong("/scopes", "is missing, empty or too long", "Name 1 to 100 scopes.");
      return ScopeSet.EMPTY;
    }
    List<Scope> scopes = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      String written = asked.get(i);
      Scope scope = written == null || !Scope.isScope(written) ? null : new Scope(written);
      if (scope == null || !known.knows(scope) || !known.suits(scope, type)) {
        form.wrong(
            "/scopes/" + i,
            "is not a scope that a token of this type may have",
            "Look it up in the catalogue of scopes.");
      } else {
        scopes.add(scope);
      }
    }
    return new ScopeSet(scopes);
  }

  private static void positive(Form form, String member, @Nullable Integer value) {
    if (value != null && value < 1) {
      form.wrong("/limits/" + member, "is not positive", "Leave it out for the plan's.");
    }
  }
}

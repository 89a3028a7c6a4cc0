package io.doorward.token.lifecycle.template;

import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.token.catalogue.Template;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A template as people choose it.
 *
 * @param limits where absent the plan's
 * @param builtIn whether it is there for every organization, and nobody's to change
 */
@Schema(name = "Template")
public record TemplateView(
    String id,
    String name,
    String description,
    TokenType type,
    TokenEnvironment environment,
    ScopeSet scopes,
    @Nullable Integer lifetimeDays,
    Limits limits,
    boolean shared,
    boolean builtIn,
    @Nullable String createdBy) {

  static TemplateView of(Template t) {
    return new TemplateView(
        t.id(),
        t.name(),
        t.description(),
        t.type(),
        t.environment(),
        t.scopes(),
        t.lifetimeDays(),
        t.limits(),
        t.shared(),
        t.builtIn(),
        t.createdBy());
  }
}

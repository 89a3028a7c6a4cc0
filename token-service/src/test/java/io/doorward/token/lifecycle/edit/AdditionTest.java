package io.doorward.token.lifecycle.edit;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.token.audit.Actor;
import io.doorward.token.directory.Principal;
import io.doorward.token.store.Labels;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Terms;
import io.doorward.token.support.Tokens;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("SCP-1")
@Tag("S3")
class AdditionTest {
  private static final String[] SCOPES = {
    "*", "demo:*", "demo:read", "demo:write", "tokens:write", "audit:read", "org:admin", "read"
  };

  @Property
  void whatAnEditAddsBothRolesPermit(
      @ForAll Role editor,
      @ForAll Role owner,
      @ForAll("scopes") ScopeSet before,
      @ForAll("scopes") ScopeSet after) {
    StoredToken token = Tokens.with(owner, before, Limits.NONE, List.of(), null);
    if (Addition.excess(principal(editor, null), token, terms(after)).isEmpty()) {
      for (Scope scope : after.scopes()) {
        assertThat(before.grants(scope) || (editor.permits(scope) && owner.permits(scope)))
            .isTrue();
      }
    }
  }

  @Property
  void whatATokenEditsIsNoMoreThanItself(
      @ForAll("scopes") ScopeSet inUse,
      @ForAll("scopes") ScopeSet before,
      @ForAll("scopes") ScopeSet after) {
    StoredToken used = Tokens.with(Role.OWNER, inUse, Limits.NONE, List.of(), null);
    StoredToken token = Tokens.with(Role.OWNER, before, Limits.NONE, List.of(), null);
    assertThat(Addition.excess(principal(Role.OWNER, used), token, terms(after)).isEmpty())
        .isEqualTo(inUse.covers(after));
  }

  @Provide
  Arbitrary<ScopeSet> scopes() {
    return Arbitraries.of(SCOPES)
        .map(Scope::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(ScopeSet::new);
  }

  private static Terms terms(ScopeSet scopes) {
    return new Terms("a token", scopes, Limits.NONE, List.of(), null, Labels.NONE);
  }

  private static Principal principal(Role role, StoredToken used) {
    StoredToken any = Tokens.active();
    return new Principal(
        any.organizationId(),
        any.organization(),
        "alice",
        role,
        used,
        new Actor(Actor.Kind.USER, "alice", null, "request", null));
  }
}

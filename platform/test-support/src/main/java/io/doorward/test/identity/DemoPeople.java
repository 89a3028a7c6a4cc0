package io.doorward.test.identity;

import io.doorward.stack.identity.CodeFlow;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.test.stack.RunningStack;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sessions from the running OpenID provider, had through its real code flow. */
public final class DemoPeople {
  private DemoPeople() {}

  /** The session JWT of alice, bob, carol, dave or erin. */
  public static String token(String subject) {
    DemoPerson person =
        DemoPerson.named(subject)
            .orElseThrow(() -> new IllegalArgumentException("no demo person " + subject));
    return RunningStack.current().identity().sessionOf(person);
  }

  /** The session JWT of a person who is not among the demo people. */
  public static String token(String subject, String organization, String role) {
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("email", subject + "@" + organization + ".example");
    claims.put("email_verified", "true");
    claims.put("name", subject);
    claims.put("org", organization);
    claims.put("org_role", role);
    return new CodeFlow(RunningStack.current().identity().issuer()).signIn(subject, claims);
  }
}

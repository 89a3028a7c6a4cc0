package io.doorward.stack.identity;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The people that the login page offers: two organizations, and in the first one every role. */
public enum DemoPerson {
  ALICE("Alice Archer", "acme", "owner"),
  BOB("Bob Baker", "acme", "admin"),
  CAROL("Carol Cooper", "acme", "member"),
  DAVE("Dave Draper", "acme", "viewer"),
  ERIN("Erin Eaves", "globex", "owner");

  private final String fullName;
  private final String organization;
  private final String role;

  DemoPerson(String fullName, String organization, String role) {
    this.fullName = fullName;
    this.organization = organization;
    this.role = role;
  }

  /** The claim {@code sub}, and the name under which the login page knows the person. */
  public String subject() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String fullName() {
    return fullName;
  }

  public String email() {
    return subject() + "@" + organization + ".example";
  }

  public String organization() {
    return organization;
  }

  public String role() {
    return role;
  }

  /** All claims that the provider adds for this person. */
  public Map<String, String> claims() {
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("email", email());
    claims.put("email_verified", "true");
    claims.put("name", fullName);
    claims.put("org", organization);
    claims.put("org_role", role);
    return claims;
  }

  public static Optional<DemoPerson> named(String subject) {
    return Arrays.stream(values()).filter(p -> p.subject().equals(subject)).findFirst();
  }
}

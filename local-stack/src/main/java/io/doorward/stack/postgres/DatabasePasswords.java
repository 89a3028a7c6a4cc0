package io.doorward.stack.postgres;

/** Where the passwords of the database roles are kept. */
@FunctionalInterface
public interface DatabasePasswords {
  String of(String role);
}

package io.doorward.stack.cli;

import io.doorward.stack.StackException;
import io.doorward.stack.postgres.DatabaseSchema;
import io.doorward.stack.secret.StackSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Makes the keys, peppers and passwords of a deployment in a folder, as files that only their owner
 * can read, and an {@code .env} with the passwords for compose. What is there already stays.
 */
final class Secrets {
  private Secrets() {}

  static int run(Arguments arguments) {
    Path folder =
        arguments
            .name()
            .map(Path::of)
            .orElseThrow(() -> new UsageException("secrets needs a folder: ./dev secrets DIR"))
            .toAbsolutePath();
    StackSecrets secrets = StackSecrets.in(folder);
    StringBuilder env = new StringBuilder();
    env.append("DOORWARD_USER=").append(owner(folder)).append('\n');
    env.append("POSTGRES_PASSWORD=").append(secrets.of("postgres")).append('\n');
    for (DatabaseSchema schema : DatabaseSchema.values()) {
      password(env, schema.ownerRole(), secrets);
      password(env, schema.appRole(), secrets);
    }
    secrets.keepEnvironment(env.toString());
    new Console(System.out)
        .line("Secrets are in " + folder + "; keep the peppers apart from the database backup.");
    return 0;
  }

  private static void password(StringBuilder env, String role, StackSecrets secrets) {
    env.append(role.toUpperCase(Locale.ROOT))
        .append("_PASSWORD=")
        .append(secrets.of(role))
        .append('\n');
  }

  /** The containers run as whoever owns the files, so that they can read them. */
  private static String owner(Path folder) {
    try {
      return Files.getAttribute(folder, "unix:uid") + ":" + Files.getAttribute(folder, "unix:gid");
    } catch (IOException | UnsupportedOperationException e) {
      throw new StackException("The owner of " + folder + " cannot be read.", e);
    }
  }
}

package io.doorward.stack.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.doorward.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The provider's login page: a button per demo person, and a form for anyone else. */
final class LoginPage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Sign in to Doorward</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 28rem; margin: 3rem auto; padding: 0 1rem; color: #1a1d21 }
      form { margin: 0 0 .5rem }
      button { font: inherit; width: 100%%; text-align: left; padding: .6rem .9rem; border: 1px solid #8a9099; border-radius: .4rem; background: #fff; cursor: pointer }
      button:hover, button:focus-visible { border-color: #0b5cad; outline: 2px solid #0b5cad }
      input, textarea { font: inherit; width: 100%%; box-sizing: border-box; padding: .4rem .6rem; margin-bottom: .5rem }
      small { color: #565d66 }
      </style>
      </head>
      <body>
      <h1>Sign in</h1>
      <p>Local demo sign-in. Choose who you are.</p>
      %s
      <details>
      <summary>Someone else</summary>
      <form method="post">
      <label>User name <input name="username" required></label>
      <label>Claims (JSON) <textarea name="claims" rows="4">{"org": "acme", "org_role": "member"}</textarea></label>
      <button type="submit">Sign in</button>
      </form>
      </details>
      </body>
      </html>
      """;
  private static final String BUTTON =
      """
      <form method="post">
      <input type="hidden" name="username" value="%s">
      <input type="hidden" name="claims" value="%s">
      <button type="submit">%s <small>%s of %s</small></button>
      </form>
      """;

  private LoginPage() {}

  static Path writeTo(Path directory) {
    StringBuilder people = new StringBuilder();
    for (DemoPerson person : DemoPerson.values()) {
      people.append(
          BUTTON.formatted(
              person.subject(),
              json(person.claims()).replace("&", "&amp;").replace("\"", "&quot;"),
              person.fullName(),
              person.role(),
              person.organization()));
    }
    try {
      Files.createDirectories(directory);
      return Files.writeString(directory.resolve("login.html"), PAGE.formatted(people));
    } catch (IOException e) {
      throw new StackException(
          "Cannot write the login page to " + directory + ": " + e.getMessage() + ".", e);
    }
  }

  static String json(Map<String, String> claims) {
    try {
      return JSON.writeValueAsString(claims);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

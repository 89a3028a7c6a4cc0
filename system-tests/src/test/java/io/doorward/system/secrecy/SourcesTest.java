package io.doorward.system.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.token.ParsedToken;
import io.doorward.contract.token.TokenFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("STO-6")
class SourcesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Private keys in PEM or JWK form, and passwords that are given a value. */
  private static final Pattern SECRET =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----\\s*[A-Za-z0-9+/]"
              + "|\"d\"\\s*:\\s*\"[A-Za-z0-9_-]{20,}"
              + "|(?i)^\\s*[a-z.]*password\\s*[=:]\\s*[a-z0-9]{6,}\\s*$",
          Pattern.MULTILINE);

  @Test
  void theRepositoryHoldsNoSecret() throws IOException, InterruptedException {
    Process git = new ProcessBuilder("git", "ls-files", "-z").directory(ROOT.toFile()).start();
    String[] files =
        new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\0");
    assertThat(git.waitFor()).isZero();
    assertThat(files).hasSizeGreaterThan(100);

    TokenFormat format = TokenFormat.standard();
    List<String> findings = new ArrayList<>();
    for (String file : files) {
      Path path = ROOT.resolve(file);
      if (!Files.isRegularFile(path)) {
        continue;
      }
      String content = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
      Matcher secret = SECRET.matcher(content);
      if (secret.find()) {
        findings.add(file + ": " + secret.group().strip());
      }
      Matcher token = format.pattern().matcher(content);
      while (token.find()) {
        if (format.parse(token.group()) instanceof ParsedToken.WellFormed) {
          findings.add(file + ": a token");
        }
      }
    }
    assertThat(findings).isEmpty();
  }
}

package io.doorward.bench.gateway.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Requests that wrk is to send: one credential after the other, each in {@code X-API-Key}.
 *
 * @param script for wrk; ends by printing what {@link WrkResult} reads
 */
public record Traffic(Path script) {
  /** Credentials that are presented again and again then come from so many addresses. */
  private static final int CLIENTS = 20_000;

  /**
   * As fast as the connections allow.
   *
   * @param folder is made, and holds the script and the credentials
   */
  public static Traffic of(Path folder, List<String> credentials) throws IOException {
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Files.write(conf.resolve("tokens.txt"), credentials);
    Path target = conf.resolve("load.lua");
    Files.writeString(target, template().replace("@HOME@", folder.toString()));
    return new Traffic(target);
  }

  /**
   * The same as a trusted proxy sends it: each request names the address of its client, one of
   * 20,000 for measurements (198.18.0.0/15, RFC 2544), so that none is taken for a source that
   * guesses.
   */
  public Traffic throughProxy(Path folder) throws IOException {
    return extended(
        folder,
        """
        local plain = init
        function init(args)
          plain(args)
          local first = {}
          for i = 1, #toks do first[i] = reqs[i] end
          for i = 1, %d do
            local address = "198.18." .. math.floor(i / 250) .. "." .. (i %% 250 + 1)
            local field = "\\r\\nX-Forwarded-For: " .. address .. "\\r\\n\\r\\n"
            reqs[i] = first[(i - 1) %% #toks + 1]:gsub("\\r\\n\\r\\n", field, 1)
          end
          n = #reqs
        end
        """
            .formatted(CLIENTS));
  }

  /** The same with a pause before each request of a connection. */
  public Traffic paced(Path folder, Pace pace) throws IOException {
    return extended(
        folder,
        "function delay() return math.random(%d, %d) end\n"
            .formatted(pace.leastPauseMillis(), pace.longestPauseMillis()));
  }

  private Traffic extended(Path folder, String more) throws IOException {
    Files.createDirectories(folder);
    Path target = folder.resolve("load.lua");
    Files.writeString(target, Files.readString(script) + more);
    return new Traffic(target);
  }

  private static String template() throws IOException {
    try (InputStream in = Traffic.class.getResourceAsStream("load.lua")) {
      if (in == null) {
        throw new IOException("load.lua is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

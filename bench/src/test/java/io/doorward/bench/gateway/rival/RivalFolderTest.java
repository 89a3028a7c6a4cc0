package io.doorward.bench.gateway.rival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RivalFolderTest {

  @Test
  void theConfigurationsStandInTheFolderAndNameThePorts(@TempDir Path root) throws IOException {
    RivalFolder folder = RivalFolder.make(root, List.of("a-key"));

    assertThat(Files.readString(folder.conf("upstream.conf")))
        .contains("listen 127.0.0.1:" + RivalFolder.UPSTREAM)
        .contains("pid " + root + "/run/");
    assertThat(Files.readString(folder.conf("nginx-proxy.conf")))
        .contains("listen 127.0.0.1:" + RivalFolder.PROXY)
        .contains("server 127.0.0.1:" + RivalFolder.UPSTREAM);
    assertThat(Files.readString(folder.conf("nginx-lua-redis.conf")))
        .contains("listen 127.0.0.1:" + RivalFolder.LUA);
    assertThat(Files.readString(folder.conf("gw.lua"))).contains("" + RivalFolder.REDIS);
    assertThat(RivalFolder.resource("spring-cloud-gateway/src/main/resources/application.yml"))
        .contains("port: " + RivalFolder.SPRING)
        .contains("port: " + RivalFolder.REDIS);
    assertThat(folder.keys()).hasContent("a-key\n");
    try (var files = Files.list(folder.conf(""))) {
      assertThat(files).noneMatch(file -> contains(file, "@HOME@"));
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

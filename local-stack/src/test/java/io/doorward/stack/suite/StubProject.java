package io.doorward.stack.suite;

import io.doorward.stack.process.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A project folder whose packaged services are all {@link StubService}. */
public final class StubProject {
  private StubProject() {}

  public static Path in(Path folder) throws Exception {
    for (String module :
        new String[] {"token-service", "auth-gateway", "usage-analytics", "security-monitor"}) {
      jar(folder.resolve(module).resolve("target/quarkus-app/quarkus-run.jar"));
    }
    return folder;
  }

  private static void jar(Path file) throws Exception {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, StubService.class.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH, locationOf(StubService.class) + " " + locationOf(Ports.class));
    write(file, manifest);
  }

  private static String locationOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().toString();
  }

  private static void write(Path file, Manifest manifest) throws IOException {
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
  }
}

package io.doorward.stack.binary;

import io.doorward.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * A folder per unpacked artifact, named by its content, shared by all runs of one user. An artifact
 * is unpacked beside its place and moved there whole, so an interrupted unpacking leaves nothing
 * that a later run could take for complete.
 */
public final class BinaryCache {
  private final Path root;

  BinaryCache(Path root) {
    this.root = root;
  }

  /** Under {@code DOORWARD_CACHE}, else {@code XDG_CACHE_HOME}, else {@code ~/.cache}. */
  public static BinaryCache ofThisUser() {
    String own = System.getenv("DOORWARD_CACHE");
    if (own != null && !own.isBlank()) {
      return new BinaryCache(Path.of(own));
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches =
        xdg != null && !xdg.isBlank()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return new BinaryCache(caches.resolve("doorward"));
  }

  /** Writes the content of one artifact into an empty folder. */
  @FunctionalInterface
  public interface Unpacking {
    void into(Path folder, InputStream artifact) throws IOException;
  }

  /** The folder that holds the unpacked class path resource, unpacking it at first use. */
  public Path unpacked(String resource, Unpacking unpacking) {
    String name = resource.replaceAll("[^A-Za-z0-9.]", "-");
    try {
      Path place = root.resolve(name + "-" + digest(resource));
      if (Files.isDirectory(place)) {
        return place;
      }
      Files.createDirectories(root);
      Path draft =
          Files.createTempDirectory(
              root,
              name + "-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try (InputStream artifact = open(resource)) {
        unpacking.into(draft, artifact);
        moveInto(place, draft);
      } finally {
        delete(draft);
      }
      return place;
    } catch (IOException e) {
      throw new StackException(
          "Cannot unpack " + resource + " into " + root + ": " + e.getMessage() + ".", e);
    }
  }

  private static void moveInto(Path place, Path draft) throws IOException {
    try {
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
      // Another process was faster; what it put there is the same.
      if (!Files.isDirectory(place)) {
        throw e;
      }
    }
  }

  private static String digest(String resource) throws IOException {
    try (InputStream in = open(resource)) {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, sha).transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = BinaryCache.class.getClassLoader().getResourceAsStream(resource);
    if (in == null) {
      throw new StackException(
          "This system ("
              + System.getProperty("os.name")
              + ", "
              + System.getProperty("os.arch")
              + ") has no "
              + resource
              + "; the local stack runs on Linux and macOS, on amd64 and arm64.");
    }
    return in;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

package io.doorward.gateway.usage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of events in files, first in, first out, that outlives the process. Used by one
 * thread. What was taken but not confirmed is there again after a restart: an event may come twice,
 * never not at all.
 */
final class Spool implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Spool.class);
  private static final String SUFFIX = ".events";

  private final Path directory;
  private final long maxBytes;
  private final long segmentBytes;
  private final FileChannel lockFile;
  private final Deque<Path> segments = new ArrayDeque<>();
  private @Nullable FileChannel writer;
  private long nextNumber;
  private long written;
  private long readFrom;
  private final AtomicLong bytes = new AtomicLong();

  private Spool(Path directory, long maxBytes, long segmentBytes, FileChannel lockFile) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.segmentBytes = segmentBytes;
    this.lockFile = lockFile;
  }

  /**
   * Opens a spool with whatever an earlier run has left in it.
   *
   * @throws IOException if the directory cannot be used, or another process uses it
   */
  static Spool open(Path directory, long maxBytes, long segmentBytes) throws IOException {
    Files.createDirectories(directory);
    FileChannel lockFile =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isOurs(lockFile)) {
      lockFile.close();
      throw new IOException("the spool " + directory + " is in use by another instance");
    }
    Spool spool = new Spool(directory, maxBytes, segmentBytes, lockFile);
    spool.takeOver();
    return spool;
  }

  private static boolean isOurs(FileChannel lockFile) throws IOException {
    try {
      FileLock lock = lockFile.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private void takeOver() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX)).sorted().toList()) {
        segments.addLast(file);
        bytes.addAndGet(Segment.size(file));
        String name = file.getFileName().toString();
        nextNumber = Long.parseLong(name.substring(0, name.length() - SUFFIX.length())) + 1;
      }
    }
  }

  /** Whether nothing waits in it. */
  boolean isEmpty() {
    return segments.isEmpty();
  }

  /** Bytes on disk; may be read by any thread. */
  long bytes() {
    return bytes.get();
  }

  /** Appends an event; {@code false} if the bound is reached. */
  boolean append(Outgoing event) throws IOException {
    var record = Segment.encode(event);
    int size = record.remaining();
    if (bytes.get() + size > maxBytes) {
      return false;
    }
    FileChannel present = writer;
    if (present == null || written + size > segmentBytes) {
      present = rotate();
    }
    try {
      while (record.hasRemaining()) {
        present.write(record);
      }
    } catch (IOException e) {
      abandon(present, e);
      throw e;
    }
    written += size;
    bytes.addAndGet(size);
    return true;
  }

  /**
   * After a write that failed half-way nothing may follow in the same segment: whatever stands
   * behind a torn record is not read.
   */
  private void abandon(FileChannel torn, IOException cause) {
    writer = null;
    try (torn) {
      torn.truncate(written);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private FileChannel rotate() throws IOException {
    seal();
    Path file = directory.resolve("%016d%s".formatted(nextNumber++, SUFFIX));
    FileChannel opened =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    segments.addLast(file);
    writer = opened;
    written = 0;
    return opened;
  }

  /** Forces the present segment to disk and closes it. */
  void seal() throws IOException {
    FileChannel present = writer;
    if (present != null) {
      writer = null;
      try (present) {
        present.force(true);
      }
    }
  }

  /** The oldest events, at most so many, still in the spool until {@link #confirm} is called. */
  List<Segment.Entry> peek(int max) throws IOException {
    while (!segments.isEmpty()) {
      Path oldest = segments.getFirst();
      if (segments.size() == 1) {
        seal();
      }
      List<Segment.Entry> entries = Segment.read(oldest, readFrom, max);
      if (!entries.isEmpty()) {
        return entries;
      }
      discard(oldest);
    }
    return List.of();
  }

  private void discard(Path oldest) throws IOException {
    long size = Segment.size(oldest);
    if (size > readFrom) {
      LOG.warnf("%d torn bytes at the end of %s were left out", size - readFrom, oldest);
    }
    segments.removeFirst();
    Files.delete(oldest);
    bytes.addAndGet(-size);
    readFrom = 0;
  }

  /** Everything up to this entry of the last peek has arrived. */
  void confirm(Segment.Entry last) {
    readFrom = last.next();
  }

  @Override
  public void close() throws IOException {
    seal();
    lockFile.close();
  }
}

package io.doorward.monitor.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Which events of one token have been seen, exactly within a window and on the safe side beyond it:
 * per source the {@link #WINDOW} highest numbers are remembered, and everything below them counts
 * as seen. So a replay from the beginning is recognised with bounded memory; an event that arrives
 * after {@link #WINDOW} later ones of the same token and source is taken for a repetition.
 *
 * <p>Mutable, not for several threads.
 */
public final class SeenEvents {
  /** Numbers remembered per source. */
  public static final int WINDOW = 64;

  /** Sources remembered; the one not heard of for longest is forgotten first. */
  public static final int SOURCES = 8;

  private final List<Source> sources;

  private SeenEvents(List<Source> sources) {
    this.sources = sources;
  }

  /** Nothing seen. */
  public static SeenEvents none() {
    return new SeenEvents(new ArrayList<>());
  }

  /** As written before. */
  public static SeenEvents of(List<Source> sources) {
    return new SeenEvents(new ArrayList<>(sources));
  }

  /** What to write, least recently heard of first. */
  public List<Source> sources() {
    return List.copyOf(sources);
  }

  /**
   * Notes an event.
   *
   * @return false if it has been seen
   */
  public boolean add(long sourceId, long sequence) {
    Source source = heard(sourceId);
    if (sequence <= source.floor || !source.numbers.add(sequence)) {
      return false;
    }
    if (source.numbers.size() > WINDOW) {
      source.floor = source.numbers.pollFirst();
    }
    return true;
  }

  private Source heard(long sourceId) {
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).id == sourceId) {
        Source source = sources.remove(i);
        sources.add(source);
        return source;
      }
    }
    if (sources.size() == SOURCES) {
      sources.remove(0);
    }
    Source source = new Source(sourceId, -1, new TreeSet<>());
    sources.add(source);
    return source;
  }

  /** One source's numbers. */
  public static final class Source {
    private final long id;
    private final NavigableSet<Long> numbers;
    private long floor;

    /**
     * @param floor up to this number all are taken as seen
     * @param numbers the numbers above it that were seen
     */
    public Source(long id, long floor, NavigableSet<Long> numbers) {
      this.id = id;
      this.floor = floor;
      this.numbers = new TreeSet<>(numbers);
    }

    public long id() {
      return id;
    }

    public long floor() {
      return floor;
    }

    public NavigableSet<Long> numbers() {
      return new TreeSet<>(numbers);
    }
  }
}

package io.doorward.usage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows as one array a column, for {@code unnest}: one statement, one round trip, whatever the
 * number of rows. Parameters are bound in the order of the calls.
 */
public final class Columns<R> {
  private final PreparedStatement statement;
  private final Collection<R> rows;
  private int index;

  public Columns(PreparedStatement statement, Collection<R> rows) {
    this.statement = statement;
    this.rows = rows;
  }

  /**
   * Binds the next parameter.
   *
   * @param type the PostgreSQL type of the elements; values of other types than the driver's own
   *     are sent as their text
   */
  public Columns<R> bind(String type, Function<R, @Nullable Object> value) throws SQLException {
    Connection connection = statement.getConnection();
    @Nullable Object[] values = new Object[rows.size()];
    int row = 0;
    for (R each : rows) {
      Object column = value.apply(each);
      values[row++] = column == null ? null : column.toString();
    }
    statement.setArray(++index, connection.createArrayOf(type, values));
    return this;
  }
}

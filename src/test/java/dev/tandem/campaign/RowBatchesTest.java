package dev.tandem.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rows of a file, a batch ahead. */
class RowBatchesTest {

    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void everyRowComesOnceAndInOrder() throws IOException {
        List<Long> numbers = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        try (RowBatches<List<Row>> batches = new RowBatches<>(rows(1_201, null), 0, batch -> batch)) {
            for (List<Row> batch = batches.next(); batch != null; batch = batches.next()) {
                sizes.add(batch.size());
                batch.forEach(row -> numbers.add(row.number()));
            }
            assertThat(batches.rowsRead()).isEqualTo(1_201);
        }
        assertThat(sizes).containsExactly(500, 500, 201);
        assertThat(numbers).hasSize(1_201).isSorted().doesNotHaveDuplicates().startsWith(1L);
        assertThat(closed).hasValue(1);
    }

    @Test
    void itGoesOnBehindARow() throws IOException {
        try (RowBatches<Long> batches =
                new RowBatches<>(rows(1_201, null), 1_200, batch -> batch.get(0).number())) {
            assertThat(batches.next()).isEqualTo(1_201);
            assertThat(batches.next()).isNull();
        }
        try (RowBatches<List<Row>> batches = new RowBatches<>(rows(500, null), 500, batch -> batch)) {
            assertThat(batches.next()).isNull();
        }
    }

    @Test
    void aFailureComesBehindTheBatchesBeforeIt() throws IOException {
        UncheckedIOException failure = new UncheckedIOException(new IOException("the disk is gone"));
        try (RowBatches<Integer> batches = new RowBatches<>(rows(700, failure), 0, List::size)) {
            assertThat(batches.next()).isEqualTo(500);
            assertThatThrownBy(batches::next).isSameAs(failure);
            assertThat(batches.rowsRead()).isEqualTo(700);
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void anErrorOfTheReaderIsThrownAsItIs() throws IOException {
        OutOfMemoryError full = new OutOfMemoryError("full");
        try (RowBatches<Integer> batches = new RowBatches<>(rows(700, null), 0, batch -> {
            throw full;
        })) {
            assertThatThrownBy(batches::next).isSameAs(full);
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void whoGivesUpEarlyClosesTheFile() throws IOException {
        new RowBatches<>(rows(2_000, null), 0, List::size).close();
        assertThat(closed).hasValue(1);
    }

    private RowFile.Rows rows(int count, @Nullable RuntimeException inTheEnd) {
        return new RowFile.Rows() {
            private int last;

            @Override
            public boolean hasNext() {
                if (last == count && inTheEnd != null) {
                    throw inTheEnd;
                }
                return last < count;
            }

            @Override
            public Row next() {
                last++;
                return new Row(last, last + 1, List.of(), JsonNodeFactory.instance.objectNode(), List.of());
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}

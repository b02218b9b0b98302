package dev.sallyport.mapping.template;

import java.util.AbstractList;

/** {@code [first..last]}: as many integers as it likes, none of which is there before it is asked for. */
final class Range extends AbstractList<Integer> {

    private final int first;
    private final int size;
    private final int step;

    Range(int first, int last) {
        this.first = first;
        this.step = last < first ? -1 : 1;
        this.size = (int) Math.min(Integer.MAX_VALUE, Math.abs((long) last - first) + 1);
    }

    @Override
    public Integer get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("index " + index + " of " + size);
        }
        return first + step * index;
    }

    @Override
    public int size() {
        return size;
    }
}

package dev.kept.app.dashboard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The first few of many in an order, without putting the others in order.
final class Firsts {
    private Firsts() {}

    static <T> List<T> of(Collection<T> all, Comparator<? super T> order, int count) {
        List<T> firsts;
        if (count > all.size() / 4) {
            firsts = new ArrayList<>(all);
        } else {
            PriorityQueue<T> lastFirst = new PriorityQueue<>(count + 1, order.reversed());
            for (T one : all) {
                if (lastFirst.size() < count) {
                    lastFirst.add(one);
                } else if (count > 0 && order.compare(one, lastFirst.element()) < 0) {
                    lastFirst.remove();
                    lastFirst.add(one);
                }
            }
            firsts = new ArrayList<>(lastFirst);
        }
        firsts.sort(order);
        return firsts.size() > count ? List.copyOf(firsts.subList(0, count)) : firsts;
    }
}

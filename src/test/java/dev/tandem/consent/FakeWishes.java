package dev.tandem.consent;

import dev.tandem.domain.Wish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Wishes in memory, where everybody has one name. */
final class FakeWishes implements Wishes {

    final List<Wish> all = new ArrayList<>();

    @Override
    public List<Wish> keep(List<Wish> wishes) {
        List<Wish> news = new ArrayList<>();
        for (Wish wish : wishes) {
            List<Wish> known = all.stream().filter(each -> isSame(each, wish)).toList();
            if (known.stream().allMatch(each -> wish.replaces(each.given(), each.at()))) {
                all.removeAll(known);
                all.add(wish);
                news.add(wish);
            }
        }
        return news;
    }

    private static boolean isSame(Wish one, Wish other) {
        return one.name().equals(other.name())
                && one.kind() == other.kind()
                && java.util.Objects.equals(one.phoneNumberId(), other.phoneNumberId());
    }

    @Override
    public List<Wish> of(String name) {
        return all.stream().filter(wish -> wish.name().equals(name)).toList();
    }

    @Override
    public Map<String, List<Wish>> ofAll(Collection<String> names) {
        return names.stream().filter(name -> !of(name).isEmpty()).collect(Collectors.toMap(name -> name, this::of));
    }

    @Override
    public Set<String> names(String name) {
        return Set.of(name);
    }
}

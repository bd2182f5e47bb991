package dev.plumbline.accounts.calls;

import java.util.List;

/** The pages of one answer: their lists are one list, and what is no list stands on the first. */
record Pages(List<Answer> pages) implements Answer {

    Pages {
        pages = List.copyOf(pages);
    }

    @Override
    public String text(String field) {
        return pages.getFirst().text(field);
    }

    @Override
    public List<Answer> items(String field) {
        return pages.stream().flatMap(page -> page.items(field).stream()).toList();
    }

    @Override
    public List<String> texts(String field) {
        return pages.stream().flatMap(page -> page.texts(field).stream()).toList();
    }

    @Override
    public Answer at(String field) {
        return new Pages(pages.stream().map(page -> page.at(field)).toList());
    }

    @Override
    public boolean has(String field) {
        return pages.getFirst().has(field);
    }
}

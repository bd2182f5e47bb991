package dev.plumbline.accounts.calls;

import dev.plumbline.accounts.query.XmlNode;
import java.util.List;

/** An answer in XML. */
record XmlAnswer(XmlNode node) implements Answer {

    @Override
    public String text(String field) {
        return node.text(field);
    }

    @Override
    public List<Answer> items(String field) {
        return node.items(field).stream().<Answer>map(XmlAnswer::new).toList();
    }

    @Override
    public List<String> texts(String field) {
        return node.items(field).stream().map(XmlNode::content).toList();
    }

    @Override
    public Answer at(String field) {
        return node.find(field).<Answer>map(XmlAnswer::new).orElse(Answer.nothing());
    }

    @Override
    public boolean has(String field) {
        return node.find(field).isPresent();
    }
}

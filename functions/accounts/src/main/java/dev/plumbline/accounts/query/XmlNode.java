package dev.plumbline.accounts.query;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** An element of an answer. What is not there reads as empty, as these services leave out what is empty. */
public final class XmlNode {

    private final Element element;

    private XmlNode(Element element) {
        this.element = requireNonNull(element, "element is null");
    }

    /**
     * Parses an answer.
     *
     * @throws IOException where it is not XML, as when something on the way answers in the service's place
     */
    public static XmlNode parse(byte[] content) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // Raises what is wrong and writes nothing; the default one writes to the log as well.
            builder.setErrorHandler(new DefaultHandler());
            return new XmlNode(builder.parse(new ByteArrayInputStream(content)).getDocumentElement());
        } catch (SAXException | ParserConfigurationException error) {
            throw new IOException("the answer is not XML", error);
        }
    }

    /** Returns the text of a child, empty where there is none. */
    public String text(String child) {
        return find(child).map(XmlNode::content).orElse("");
    }

    /**
     * Returns the text inside this element as it stands there: a tag's value may begin with a blank. What holds other
     * elements has no text, whatever stands between them.
     */
    public String content() {
        return children().findAny().isPresent() ? "" : element.getTextContent();
    }

    /** Returns whether a child says {@code true}. */
    public boolean flag(String child) {
        return text(child).equals("true");
    }

    /** Returns the entries of a child that is a list, none where there is no such child. */
    public List<XmlNode> items(String child) {
        return find(child).stream().flatMap(XmlNode::children).toList();
    }

    /** Returns a child, or nothing. */
    public Optional<XmlNode> find(String child) {
        return children()
                .filter(each -> each.element.getTagName().equals(child))
                .findFirst();
    }

    private Stream<XmlNode> children() {
        NodeList nodes = element.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(node -> new XmlNode((Element) node));
    }
}

using System.Text;
using System.Xml;
using System.Xml.Schema;

namespace Sunqar.Formats.Iso20022;

/// <summary>
/// Reads the elements of a message by the grammar: names, order and number are checked wherever content is read. No document type, no
/// entities, bounded in size and depth. One for each message.
/// </summary>
/// <param name="messages">Names of the messages that are taken.</param>
/// <param name="textMax">Characters of a text that is read.</param>
internal sealed class MessageReader(IReadOnlyList<string> messages, int textMax)
{
    private const string NamespacePrefix = "urn:iso:std:iso:20022:tech:xsd:";
    private const string InstanceNamespace = "http://www.w3.org/2001/XMLSchema-instance";

    private XmlReader _xml = null!;
    private string _namespace = "";
    private int _payments;
    private string? _schemaFault;

    /// <summary>Name of the message, <c>pacs.008.001.08</c>; empty until its document element was read.</summary>
    public string Message { get; private set; } = "";

    /// <summary>The message's part as far as it was read: also after a fault, so that an answer can name it.</summary>
    public MessagePart Root { get; } = new("Document");

    public static string NamespaceOf(string message) => NamespacePrefix + message;

    /// <returns>The first fault; null when all is read.</returns>
    public Iso20022Fault? Read(ReadOnlyMemory<byte> bytes, Iso20022Schemas? schemas)
    {
        if (bytes.Length > Iso20022Limits.BytesMax)
        {
            return new Iso20022Fault(ReasonCodes.InvalidFormat, $"A message has at most {Iso20022Limits.BytesMax} bytes.");
        }
        TextEncodings.Ready();
        try
        {
            Message = Peek(bytes);
            _namespace = NamespaceOf(Message);
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            using var xml = XmlReader.Create(stream, Settings(schemas?.Of(Message)));
            _xml = xml;
            xml.MoveToContent();
            Elements(Root, Message);
            while (xml.Read())
            {
                // To the end, so that what stands behind the document is seen.
            }
            return _schemaFault is null ? null : new Iso20022Fault(ReasonCodes.InvalidFormat, _schemaFault);
        }
        catch (XmlException error)
        {
            // The exception's own words may hold a value.
            return new Iso20022Fault(
                ReasonCodes.InvalidFormat,
                $"Line {error.LineNumber}, position {error.LinePosition}: not well-formed XML, or a document type."
            );
        }
        catch (FormatException error)
        {
            return new Iso20022Fault(ReasonCodes.InvalidFormat, error.Message);
        }
    }

    private string Peek(ReadOnlyMemory<byte> bytes)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        using var xml = XmlReader.Create(stream, Plain());
        xml.MoveToContent();
        var message = xml.NamespaceURI.StartsWith(NamespacePrefix, StringComparison.Ordinal)
            ? xml.NamespaceURI[NamespacePrefix.Length..]
            : "";
        if (xml.LocalName != "Document" || !messages.Contains(message))
        {
            throw new FormatException(
                $"Not a message that is taken here; expected the element Document in the "
                    + $"namespace {NamespacePrefix} with one of {string.Join(", ", messages)}."
            );
        }
        return message;
    }

    private static XmlReaderSettings Plain() => InputXml.Settings(Iso20022Limits.BytesMax);

    private XmlReaderSettings Settings(XmlSchemaSet? schemas)
    {
        var settings = Plain();
        if (schemas is not null)
        {
            settings.ValidationType = ValidationType.Schema;
            settings.Schemas = schemas;
            settings.ValidationFlags = XmlSchemaValidationFlags.AllowXmlAttributes;
            // The schema's own words hold the value that it does not like.
            settings.ValidationEventHandler += (_, _) => _schemaFault ??= $"{Place()}: not as the schema has it.";
        }
        return settings;
    }

    /// <summary>Reads what stands in the element that the reader is at, and leaves the reader at its end.</summary>
    private void Elements(MessagePart into, string type)
    {
        Attributes(into, isRoot: into == Root);
        var (isChoice, grammar) = MessageGrammar.Of(type);
        var at = 0;
        var seen = 0;
        GrammarPart? taken = null;
        var depth = _xml.Depth;
        var isEmpty = _xml.IsEmptyElement;
        while (!isEmpty && _xml.Read() && _xml.Depth > depth)
        {
            if (_xml.NodeType != XmlNodeType.Element)
            {
                throw Wrong("text where elements are expected");
            }
            if (isChoice)
            {
                var chosen = Array.Find(grammar, part => part.Name == _xml.LocalName) ?? throw Unexpected();
                if (seen++ > 0 && (chosen != taken || chosen.Occurs is Occurs.Once or Occurs.Perhaps))
                {
                    throw Wrong("a second one of a choice");
                }
                taken = chosen;
                Element(into, chosen);
                continue;
            }
            while (at < grammar.Length && grammar[at].Name != _xml.LocalName)
            {
                Leave(grammar[at++], ref seen, into);
            }
            if (at == grammar.Length)
            {
                throw Unexpected();
            }
            if (seen++ > 0 && grammar[at].Occurs is Occurs.Once or Occurs.Perhaps)
            {
                throw Wrong("given twice");
            }
            Element(into, grammar[at]);
        }
        if (isChoice && seen == 0)
        {
            throw Wrong("nothing in it");
        }
        while (!isChoice && at < grammar.Length)
        {
            Leave(grammar[at++], ref seen, into);
        }
    }

    private void Leave(GrammarPart part, ref int seen, MessagePart into)
    {
        if (seen == 0 && part.Occurs is Occurs.Once or Occurs.Some)
        {
            throw new FormatException($"{Place()}: {into.Name}/{part.Name} is missing or not at its place.");
        }
        seen = 0;
    }

    private void Element(MessagePart into, GrammarPart grammar)
    {
        if (_xml.NamespaceURI != _namespace)
        {
            throw Wrong("another namespace");
        }
        if (grammar.Name == "CdtTrfTxInf" && ++_payments > Iso20022Limits.PaymentsMax)
        {
            throw Wrong($"more than {Iso20022Limits.PaymentsMax} payments");
        }
        if (grammar.Type is null)
        {
            PassOver();
            return;
        }
        var part = new MessagePart(grammar.Name);
        into.Add(part);
        if (grammar.Type == MessageGrammar.Whole)
        {
            part.Text = Subtree();
            return;
        }
        if (grammar.Type.Length > 0)
        {
            Elements(part, grammar.Type);
            return;
        }
        Attributes(part, isRoot: false);
        part.Text = Text();
    }

    private void Attributes(MessagePart into, bool isRoot)
    {
        for (var more = _xml.MoveToFirstAttribute(); more; more = _xml.MoveToNextAttribute())
        {
            var isDeclaration = _xml.Prefix == "xmlns" || _xml.Name == "xmlns" || (isRoot && _xml.NamespaceURI == InstanceNamespace);
            if (_xml.Name == "Ccy" && into.Name.EndsWith("Amt", StringComparison.Ordinal))
            {
                into.Currency = _xml.Value;
            }
            else if (!isDeclaration)
            {
                throw Wrong("an attribute that it does not have");
            }
        }
        _xml.MoveToElement();
    }

    private string Text()
    {
        var pieces = new StringBuilder();
        var depth = _xml.Depth;
        var isEmpty = _xml.IsEmptyElement;
        while (!isEmpty && _xml.Read() && _xml.Depth > depth)
        {
            if (_xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace))
            {
                throw Wrong("an element where a text is expected");
            }
            pieces.Append(_xml.Value);
        }
        var text = pieces.ToString().Trim();
        return text.Length > 0 && text.Length <= textMax ? text : throw Wrong($"not a text of 1 to {textMax} characters");
    }

    /// <summary>The element with all that stands in it, as XML; leaves the reader at its end.</summary>
    private string Subtree()
    {
        var text = new StringBuilder();
        using (var inside = _xml.ReadSubtree())
        using (
            var copy = XmlWriter.Create(
                text,
                new XmlWriterSettings { OmitXmlDeclaration = true, ConformanceLevel = ConformanceLevel.Fragment }
            )
        )
        {
            inside.Read();
            copy.WriteNode(inside, defattr: false);
        }
        return text.ToString();
    }

    private void PassOver()
    {
        var depth = _xml.Depth;
        if (_xml.IsEmptyElement)
        {
            return;
        }
        while (_xml.Read() && _xml.Depth > depth)
        {
            if (_xml.Depth > Iso20022Limits.DepthMax)
            {
                throw Wrong($"deeper than {Iso20022Limits.DepthMax} elements");
            }
        }
    }

    private FormatException Unexpected() => Wrong("not expected here");

    private FormatException Wrong(string what) => new($"{Place()}: {what}.");

    /// <summary>The element's name and place; an unknown name is no value, still only a short plain one is shown.</summary>
    private string Place()
    {
        var name = _xml.LocalName.Length is > 0 and <= 35 && _xml.LocalName.All(char.IsAsciiLetterOrDigit) ? _xml.LocalName : "an element";
        return _xml is IXmlLineInfo line ? $"Line {line.LineNumber}, position {line.LinePosition}: {name}" : name;
    }
}

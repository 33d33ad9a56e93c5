using System.Globalization;
using System.Text;
using System.Xml;

namespace Sunqar.Formats.Canvases;

/// <summary>Writes XML in which what came from others is text and nothing else.</summary>
internal sealed class CanvasXml : IDisposable
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        IndentChars = "",
        NewLineChars = "\n",
    };

    private readonly MemoryStream _bytes = new();
    private readonly XmlWriter _xml;

    public CanvasXml(string root, string space)
    {
        _xml = XmlWriter.Create(_bytes, Settings);
        _xml.WriteStartElement(root, space);
    }

    public CanvasXml With(string name, string value)
    {
        _xml.WriteAttributeString(name, Fit(value));
        return this;
    }

    public CanvasXml With(string name, double value) => With(name, value.ToString("0.##", CultureInfo.InvariantCulture));

    /// <summary>Begins an element; its attributes follow.</summary>
    public CanvasXml Begin(string name)
    {
        _xml.WriteStartElement(name);
        return this;
    }

    public CanvasXml Say(string text)
    {
        _xml.WriteString(Fit(text));
        return this;
    }

    public CanvasXml End()
    {
        _xml.WriteEndElement();
        return this;
    }

    /// <summary>An element with nothing but text.</summary>
    public CanvasXml Line(string name, string text) => Begin(name).Say(text).End();

    public byte[] Bytes()
    {
        _xml.WriteEndElement();
        _xml.Flush();
        return _bytes.ToArray();
    }

    public void Dispose()
    {
        _xml.Dispose();
        _bytes.Dispose();
    }

    /// <summary>Characters that XML has no place for are left out.</summary>
    private static string Fit(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));
}

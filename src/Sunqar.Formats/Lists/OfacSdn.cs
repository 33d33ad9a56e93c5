using System.Text;
using System.Xml;
using ICSharpCode.SharpZipLib.BZip2;
using Sunqar.Core.Registry;

namespace Sunqar.Formats.Lists;

/// <summary>
/// OFAC's lists in the "advanced" XML layout, plain or straight from .bz2: the Specially Designated Nationals, and the Consolidated list of
/// all others, which stand beside each other. Read as a stream; the document type is refused, so no entity grows it. A party's programs and
/// date stand at the file's end, so the parties (18 thousand, some 30 MB) are kept until then.
/// </summary>
internal sealed class OfacSdn : ListFormat
{
    public const string Sdn = "ofac_sdn",
        Consolidated = "ofac_consolidated";

    public override string Name => "ofac";

    public override bool Knows(ReadOnlySpan<byte> head) =>
        head.StartsWith("BZh"u8) || (head.TrimStart("\uFEFF \r\n"u8).StartsWith("<"u8) && head.IndexOf("<Sanctions"u8) >= 0);

    public override BadInput? Read(Stream stream, ListReading reading)
    {
        var magic = new byte[3];
        stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        var counted = new CountingStream(stream, reading.BytesRead);
        using var unpacked = magic.AsSpan().SequenceEqual("BZh"u8) ? new UnpackedStream(counted) : null;
        TextEncodings.Ready();
        OfacDocument document;
        try
        {
            using var xml = XmlReader.Create((Stream?)unpacked ?? counted, InputXml.Settings());
            document = new OfacDocument(xml, reading.File);
            if (document.Read() is { } bad)
            {
                return bad;
            }
        }
        catch (XmlException e)
        {
            return new(
                reading.File,
                e.LineNumber,
                e.LinePosition,
                null,
                $"this is not the XML expected ({FirstSentence(e.Message)})",
                "OFAC's advanced XML, without a document type"
            );
        }
        catch (InvalidDataException e)
        {
            return new(reading.File, 0, 0, null, e.Message, "a whole bzip2 file");
        }
        HandOver(document, reading);
        return null;
    }

    private static string FirstSentence(string message) =>
        message.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? message[..end] : message.TrimEnd('.');

    private static void HandOver(OfacDocument document, ListReading reading)
    {
        reading.TakeRuns(
            document.Entries(),
            e =>
                ListReading.Bytes([
                    e.Id,
                    .. e.Programs,
                    .. e.Birth,
                    .. e.Names.Select(n => n.Text + n.Script),
                    .. e.Wallets.Select(w => w.Currency + w.Chain + w.Address),
                ]),
            run => new WatchlistEntries(document.List, document.Version, run)
        );
        reading.Take(new WatchlistPublished(document.List, document.Version, document.PublishedUs, document.Count));
    }

    /// <summary>Tells how far the file itself was read.</summary>
    private sealed class CountingStream(Stream inner, Action<long>? bytesRead) : ReadOnlyStream
    {
        private long _told;

        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            BytesRead += read;
            if (BytesRead - _told > 1 << 16)
            {
                bytesRead?.Invoke(_told = BytesRead);
            }
            return read;
        }

        public override int ReadByte()
        {
            Span<byte> one = stackalloc byte[1];
            return Read(one) == 0 ? -1 : one[0];
        }
    }

    /// <summary>Unpacks bzip2, several members in a row too, up to a limit that grows with what was read: a list packs to a twentieth, and
    /// what packs to a thousandth is made to cost. Whatever is wrong is <see cref="InvalidDataException"/>.</summary>
    private sealed class UnpackedStream(CountingStream packed) : ReadOnlyStream
    {
        private const int UnpackedAtLeast = 8 << 20,
            UnpackedPerByteMax = 100;

        private readonly BufferedStream _packed = new(packed, 1 << 16);
        private BZip2InputStream? _member;
        private long _unpacked;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            try
            {
                _member ??= new BZip2InputStream(_packed) { IsStreamOwner = false };
                var block = new byte[Math.Min(buffer.Length, 1 << 16)];
                var read = _member.Read(block, 0, block.Length);
                block.AsSpan(0, read).CopyTo(buffer);
                _unpacked += read;
                var most = Math.Min(InputLimits.UnpackedBytesMax, UnpackedAtLeast + UnpackedPerByteMax * packed.BytesRead);
                return _unpacked <= most ? read : throw new InvalidDataException($"the file unpacks to more than {most} bytes");
            }
            catch (Exception e) when (e is not (InvalidDataException or OutOfMemoryException))
            {
                // The unpacker meets damage as its own exceptions, or as an index out of its tables.
                throw new InvalidDataException($"the bzip2 data are damaged ({e.Message})", e);
            }
        }
    }

    private abstract class ReadOnlyStream : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public abstract override int Read(Span<byte> buffer);

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

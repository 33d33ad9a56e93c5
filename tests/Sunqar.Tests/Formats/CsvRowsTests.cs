using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Formats.Csv;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>RFC 4180 as the splitter reads it, with buffers so small that every edge falls somewhere in a row.</summary>
public class CsvRowsTests
{
    private const int RowBytesMax = 64;

    /// <summary>Gives few bytes at a time, as a pipe does.</summary>
    private sealed class Trickle(byte[] bytes, int step) : Stream
    {
        private int _at;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = Math.Min(Math.Min(step, count), bytes.Length - _at);
            bytes.AsSpan(_at, read).CopyTo(buffer.AsSpan(offset));
            _at += read;
            return read;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => _at;
            set => throw new NotSupportedException();
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private static List<string> Split(string text, int step = 7, int rowBytesMax = RowBytesMax)
    {
        var rows = new CsvRows(new Trickle(Encoding.UTF8.GetBytes(text), step), rowBytesMax, 2 * rowBytesMax);
        var shown = new List<string>();
        while (rows.Next())
        {
            shown.Add(
                rows.Fault == CsvFault.None
                    ? $"{rows.Line}:{string.Join('|', Enumerable.Range(0, rows.Count).Select(i => Encoding.UTF8.GetString(rows[i])))}"
                    : $"{rows.PlaceOfFault().Line},{rows.PlaceOfFault().Column}:{rows.Fault}"
            );
        }
        return shown;
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "1:a|b", "2:1|2")]
    [InlineData("a,b\r\n1,2", "1:a|b", "2:1|2")]
    [InlineData("\uFEFFa,b\n", "1:a|b")]
    [InlineData("a,b\n\n\n1,2\n", "1:a|b", "4:1|2")]
    [InlineData("a,\n,b\n,\n", "1:a|", "2:|b", "3:|")]
    [InlineData("\"a,1\",\"b\"\"c\"\n", "1:a,1|b\"c")]
    [InlineData("\"two\r\nlines\",x\r\nnext,y", "1:two\r\nlines|x", "3:next|y")]
    [InlineData("\"\",\"\"\"\"\n", "1:|\"")]
    [InlineData("\"a\"", "1:a")]
    [InlineData("a,\"b\"\r\n", "1:a|b")]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("a,b\"c\nd,e\n", "1,4:StrayQuote", "2:d|e")]
    [InlineData("a,\"b\"c\nd,e\n", "1,6:TextAfterQuote", "2:d|e")]
    [InlineData("a\nx,\"never closed\nd,e\n", "1:a", "2,3:UnclosedQuote", "3:d|e")]
    [InlineData("x,\"two\nlines\" y\nd\n", "2,7:TextAfterQuote", "3:d")]
    public void Rows_and_the_places_of_what_is_wrong(string text, params string[] expected)
    {
        for (var step = 1; step <= 40; step++)
        {
            Assert.Equal(expected, Split(text, step));
        }
    }

    [Fact]
    public void A_row_that_is_too_long_is_told_and_passed_over()
    {
        var longRow = new string('x', 5 * RowBytesMax);
        Assert.Equal(["1:a", "2,1:TooLong", "3:b"], Split($"a\n{longRow}\nb\n"));
        Assert.Equal(["1,1:TooLong"], Split(longRow));
        Assert.Equal(["1,1:UnclosedQuote", "2:b"], Split($"\"{longRow}\nb\n"));
        var justFits = new string('y', RowBytesMax);
        Assert.Equal([$"1:{justFits}", "2:z"], Split($"{justFits}\nz"));
        Assert.Equal(["1,1:TooLong", "2:z"], Split($"{justFits}y\nz"));
        Assert.Equal(["1:" + new string(',', 60).Replace(",", "|")], Split(new string(',', 60)));
    }

    [Fact]
    public void Too_many_columns_are_told()
    {
        var shown = Split(new string(',', 256) + "\na\n", rowBytesMax: 1024);
        Assert.Equal(["1,257:TooManyColumns", "2:a"], shown);
        Assert.Single(Split(new string(',', 255) + "\n", rowBytesMax: 1024), row => row.StartsWith("1:|"));
    }

    [Fact]
    public void Any_table_written_as_csv_reads_back()
    {
        var field = Gen.Elements("", "a", "12.5", "x,y", "say \"no\"", "two\nlines", "cr\r\nlf", "ж", "\"", "\"\"", " b ", ",").ArrayOf(3);
        var table = field.ArrayOf();
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(
                table.ToArbitrary(),
                Arb.From(Gen.Choose(1, 33)),
                (rows, step) =>
                {
                    var text = string.Concat(rows.Select(row => string.Join(',', row.Select(Quoted)) + "\r\n"));
                    var split = Split(text, step, 256).Select(row => row[(row.IndexOf(':') + 1)..]);
                    return split.SequenceEqual(rows.Select(row => string.Join('|', row)));
                }
            )
        );
    }

    private static string Quoted(string field) => field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"")}\"" : field;
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Formats.Iso8583;
using Xunit;

namespace Sunqar.Tests.Iso8583;

public class IsoMessageTests
{
    private static readonly byte[] Withdrawal = IsoExamples.Withdrawal().ToArray();

    [Fact]
    public void What_is_built_is_read() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Arb.From(Messages),
                fields =>
                {
                    var builder = new IsoMessageBuilder("0200");
                    foreach (var (number, value) in fields)
                    {
                        builder.Set(number, value);
                    }
                    Assert.True(IsoMessage.TryRead(builder.ToArray(), out var message, out var fault), fault.ToString());
                    var kept = fields.GroupBy(field => field.Number).ToDictionary(group => group.Key, group => group.Last().Value);
                    for (var number = 2; number <= IsoFields.Last; number++)
                    {
                        Assert.Equal(kept.ContainsKey(number), message.Has(number));
                        Assert.Equal(kept.GetValueOrDefault(number, ""), Encoding.ASCII.GetString(message[number]));
                    }
                    Assert.Equal(builder.ToArray(), IsoExamples.Rebuild(message).ToArray());
                }
            )
        );

    [Fact]
    public void Every_message_that_ends_early_is_refused()
    {
        for (var length = 0; length < Withdrawal.Length; length++)
        {
            Assert.False(IsoMessage.TryRead(Withdrawal.AsSpan(0, length), out _, out var fault));
            Assert.Equal(
                length < 4 ? IsoFaultKind.Type
                    : length < 20 ? IsoFaultKind.Bitmap
                    : IsoFaultKind.FieldCut,
                fault.Kind
            );
        }
        Assert.True(IsoMessage.TryRead(Withdrawal, out _, out _));
    }

    [Theory]
    [InlineData("02X0" + "0000000000000000", IsoFaultKind.Type, 0)]
    [InlineData("0200" + "000000000000000G", IsoFaultKind.Bitmap, 0)]
    [InlineData("0200" + "8000000000000000" + "000000000000000", IsoFaultKind.Bitmap, 1)]
    [InlineData("0200" + "8000000000000000" + "8000000000000000", IsoFaultKind.FieldUndefined, 65)]
    [InlineData("0200" + "0000000000000000" + "1", IsoFaultKind.BytesBehind, 0)]
    [InlineData("0200" + "4000000000000000" + "20" + "00000000000000000000", IsoFaultKind.FieldLength, 2)]
    [InlineData("0200" + "4000000000000000" + "A0", IsoFaultKind.FieldLength, 2)]
    [InlineData("0200" + "4000000000000000" + "1", IsoFaultKind.FieldCut, 2)]
    [InlineData("0200" + "2000000000000000" + "01000", IsoFaultKind.FieldCut, 3)]
    [InlineData("0200" + "2000000000000000" + "01000x", IsoFaultKind.FieldCharacters, 3)]
    [InlineData("0200" + "0000001000000000" + "X00000000", IsoFaultKind.FieldCharacters, 28)]
    [InlineData("0200" + "0000000000001000" + "00000000000000zz", IsoFaultKind.FieldCharacters, 52)]
    public void A_malformed_message_names_its_fault_and_field(string text, IsoFaultKind kind, int field)
    {
        Assert.False(IsoMessage.TryRead(Encoding.ASCII.GetBytes(text), out _, out var fault));
        Assert.Equal(new IsoFault(kind, field), fault);
    }

    [Fact]
    public void Too_long_a_message_is_refused()
    {
        Assert.False(IsoMessage.TryRead(new byte[IsoLimits.MessageBytesMax + 1], out _, out var fault));
        Assert.Equal(IsoFaultKind.MessageTooLong, fault.Kind);
    }

    [Fact]
    public void Mutated_messages_are_read_or_refused_and_every_answer_can_be_read()
    {
        var (asked, refused) = (0, 0);
        byte[][] samples =
        [
            Withdrawal,
            IsoExamples.Withdrawal("0420").Set(90, "0200000017" + "0115043000" + "00000000000" + "00000000000").ToArray(),
        ];
        for (var seed = 0; seed < 20_000; seed++)
        {
            var mutated = Mutated(samples[seed % samples.Length], new Random(seed));
            var isWhole = IsoMessage.TryRead(mutated, out var message, out var fault);
            var reading = isWhole ? IsoExamples.Payments.Read(message, IsoExamples.NowUs) : new IsoPaymentReading.Refused(fault);
            if (reading is IsoPaymentReading.Refused { Fault: var why })
            {
                refused++;
                Assert.NotEqual(IsoFaultKind.None, why.Kind);
                var reply = IsoReply.To(message, isWhole)?.Answer(why).ToArray();
                Assert.True(reply is null || IsoMessage.TryRead(reply, out _, out _));
                Assert.False(
                    reply.AsSpan().IndexOf(Encoding.ASCII.GetBytes(IsoExamples.Card)) >= 0,
                    $"seed {seed}: the sender's card number comes back"
                );
            }
            else
            {
                asked++;
            }
        }
        Assert.InRange(asked, 1_000, 19_000);
        Assert.Equal(20_000, asked + refused);
    }

    [Fact]
    public void A_builder_takes_nothing_that_its_field_cannot_hold()
    {
        var builder = new IsoMessageBuilder("0200");
        Assert.Throws<ArgumentException>(() => builder.Set(1, ""));
        Assert.Throws<ArgumentException>(() => builder.Set(65, "0"));
        Assert.Throws<ArgumentException>(() => builder.Set(3, "01000"));
        Assert.Throws<ArgumentException>(() => builder.Set(3, "01000x"));
        Assert.Throws<ArgumentException>(() => builder.Set(44, new string('x', 26)));
    }

    private static Gen<List<(int Number, string Value)>> Messages =>
        Gen.Elements<IsoField>([.. IsoFields.All])
            .SelectMany(one => Value(one).Select(value => (one.Number, value)))
            .ListOf()
            .Select(list => list.ToList());

    private static Gen<string> Value(IsoField field)
    {
        var characters = Enumerable.Range(' ', 95).Select(code => (char)code).Where(one => field.Admits([(byte)one])).ToArray();
        var body = Gen.Elements(field.Characters == IsoCharacters.SignedDigits ? [.. "0123456789"] : characters);
        var longest = Math.Min(field.BytesMax, 120);
        var lengths = field.LengthDigits == 0 ? Gen.Constant(field.BytesMax) : Gen.Choose(0, longest);
        return lengths
            .SelectMany(length => body.ArrayOf(length))
            .Select(text => field.Characters == IsoCharacters.SignedDigits ? "D" + new string(text, 1, text.Length - 1) : new string(text))
            // A fixed field of blanks is a field that is not filled.
            .Where(text => field.LengthDigits > 0 || text.Trim(' ').Length > 0);
    }

    private static byte[] Mutated(byte[] bytes, Random random)
    {
        var mutated = bytes.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(4))
            {
                case 0:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated[at] = (byte)('0' + random.Next(10));
                    break;
                case 2:
                    mutated.RemoveAt(at);
                    break;
                default:
                    mutated.Insert(at, (byte)random.Next(' ', '~'));
                    break;
            }
        }
        return [.. mutated];
    }
}

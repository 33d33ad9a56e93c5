using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Journal;
using Xunit;

namespace Sunqar.Tests.Storage;

public sealed class CodecTests
{
    private static byte[] Encode(Fact fact)
    {
        var wire = new WireWriter();
        FactCodecs.Write(fact, wire);
        return wire.Written.ToArray();
    }

    [Fact]
    public void Every_fact_of_the_house_has_a_message()
    {
        var known = FactCodecs.All.Select(codec => codec.FactType).ToHashSet();
        var facts = typeof(Fact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Fact)) && !type.IsAbstract);
        Assert.Equal(
            [],
            facts.Where(type => !known.Contains(type)).Select(type => $"{type.Name} needs a codec: docs/journal.md, 'A new fact'")
        );
    }

    [Fact]
    public void Numbers_are_unique_and_are_those_of_the_schema()
    {
        Assert.Distinct(FactCodecs.All.Select(codec => codec.Number));
        Assert.Equal(
            FactCodecs.All.Select(codec => (codec.Number, codec.FactType.Name)).Order(),
            Sunqar
                .Storage.Schema.FactRecord.Descriptor.Fields.InFieldNumberOrder()
                .Select(field => (field.FieldNumber, field.MessageType.Name))
        );
    }

    [Fact]
    public void Every_record_is_what_the_generated_parser_reads_and_writes()
    {
        foreach (var fact in FactSamples.OfEveryKind())
        {
            var bytes = Encode(fact);
            Assert.Equal(bytes, Sunqar.Storage.Schema.FactRecord.Parser.ParseFrom(bytes).ToByteArray());
        }
    }

    [Fact]
    public void Every_fact_comes_back_whole()
    {
        var facts = FactSamples.OfEveryKind().ToArray();
        FactSamples.AssertSame(facts, facts.Select(fact => FactCodecs.Read(Encode(fact))));
    }

    [Fact]
    public void Payments_written_by_hand_are_those_of_the_generated_classes()
    {
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                ArbMap.Default.ArbFor<(long, long, ulong, string, uint, bool)>(),
                sample =>
                {
                    var (time, amount, id, text, small, flag) = sample;
                    text = Ascii(text);
                    var party = new SealedParty(
                        new SubjectId(id),
                        new SubjectId(id >> 3),
                        flag ? default : new SubjectId(small),
                        (IinStatus)(small % 3),
                        flag,
                        small % 2 == 0,
                        !flag
                    )
                    {
                        Proof = KeyProof.OfPacked(small & 255),
                    };
                    var payment = new SealedPayment(
                        text,
                        (PaymentKind)(1 + small % 10),
                        time,
                        new Money(amount % Money.MinorUnitsMax, (Currency)(small % 7)),
                        text,
                        party,
                        flag ? party : default,
                        Optional(text),
                        null,
                        new SubjectId(small),
                        Optional(text),
                        Optional(text + text),
                        null,
                        Optional(text),
                        (Int128)time * amount,
                        new UInt128(id, (ulong)small)
                    )
                    {
                        Circumstances = flag
                            ? default
                            : new Circumstances(
                                Optional(text),
                                null,
                                Optional(text),
                                new SubjectId(id),
                                new SubjectId(small),
                                default,
                                new Background(Optional(text), DateOnly.FromDayNumber((int)(small % 1_000_000)), null),
                                default
                            ),
                    };
                    var reasons = Enumerable
                        .Range(0, (int)(small % 4))
                        .Select(i => new Reason(text, text + i, "", "limit", new string('x', i * 100)))
                        .ToArray();
                    var fact = new PaymentDecided(payment, new Decision((Sunqar.Core.Decisions.Outcome)(small % 5), reasons, text, time));
                    var bytes = Encode(fact);
                    Assert.Equal(bytes, Sunqar.Storage.Schema.FactRecord.Parser.ParseFrom(bytes).ToByteArray());
                    FactSamples.AssertSame([fact], [FactCodecs.Read(bytes)]);
                }
            )
        );
    }

    [Fact]
    public void Fields_of_a_later_version_are_passed_over()
    {
        var bytes = Encode(FactSamples.Payment(7));
        var message = Sunqar.Storage.Schema.FactRecord.Parser.ParseFrom(bytes).PaymentDecided.ToByteArray();
        // Field 200 as a varint, 201 as four bytes, 202 as text: what this version knows must still be read.
        byte[] later = [.. message, 0xC0, 0x0C, 0x05, 0xCD, 0x0C, 1, 2, 3, 4, 0xD2, 0x0C, 0x02, 65, 66];
        FactSamples.AssertSame([FactSamples.Payment(7)], [PaymentDecidedCodec.ReadDecided(later)]);
    }

    [Fact]
    public void Garbage_is_refused_and_never_read_beyond_its_end()
    {
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                bytes =>
                {
                    try
                    {
                        FactCodecs.Read(bytes);
                    }
                    catch (Exception error)
                        when (error is InvalidDataException or InvalidProtocolBufferException or ArgumentException or OverflowException) { }
                }
            )
        );
        Assert.Throws<InvalidDataException>(() => FactCodecs.Read([]));
    }

    [Fact]
    public void The_checksum_is_that_of_the_standard_whichever_way_it_is_computed()
    {
        Assert.Equal(0xE3069283u, Crc32C.Compute("123456789"u8));
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                bytes =>
                    Crc32C.Compute(bytes) == Crc32C.AppendByTable(0, bytes)
                    && Crc32C.Append(Crc32C.Compute(bytes), bytes) == Crc32C.Compute([.. bytes, .. bytes])
            )
        );
    }

    private static string Ascii(string? text) => new([.. (text ?? "").Select(c => char.IsSurrogate(c) ? 'x' : c)]);

    private static string? Optional(string text) => text.Length == 0 ? null : text;
}

using System.Text;
using Sunqar.Core.Decisions.Windows;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;

namespace Sunqar.Core.Decisions;

/// <summary>
/// An engine's folded state as bytes, so that a restart replays only the tail. An engine restored from it answers as one that folded every
/// fact. Rates are not in it: they are folded from their own stream.
/// </summary>
public static class EngineSnapshot
{
    /// <summary>Changed with the layout: an older snapshot is not read, and the fold starts from the first fact.</summary>
    private const string Format = "sunqar engine 4";

    public static void Save(DecisionEngine engine, Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Format);
        writer.Write(engine.Windows.WatermarkUs);
        var specs = engine.Rulebook.Stores;
        writer.Write(specs.Count);
        for (var i = 0; i < specs.Count; i++)
        {
            writer.Write(specs[i].Text);
            writer.Write(specs[i].PeriodUs + engine.Rulebook.LatenessUs);
            engine.Windows.Stores[i].ForEach((key, page) => Write(writer, key, page, engine.Windows.Subjects));
            Write(writer, default, null, engine.Windows.Subjects);
        }
        var holds = engine.Holds.All.ToList();
        writer.Write(holds.Count);
        foreach (var (payment, expiresUs) in holds)
        {
            Write(writer, payment);
            writer.Write(expiresUs);
        }
        Write(writer, engine.Measures);
    }

    /// <summary>
    /// The engine again, or null where the snapshot does not hold all that the rulebook's windows need (another layout, a new window, a
    /// longer period): then the fold starts from the first fact.
    /// </summary>
    /// <exception cref="EndOfStreamException">The state ends before its end.</exception>
    public static DecisionEngine? Restore(Stream snapshot, LoadedRulebook rulebook, RateTable? rates = null)
    {
        using var reader = new BinaryReader(snapshot, Encoding.UTF8, leaveOpen: true);
        if (reader.ReadString() != Format)
        {
            return null;
        }
        var engine = new DecisionEngine(rulebook, rates);
        engine.Windows.WatermarkUs = reader.ReadInt64();
        var missing = rulebook.Stores.Select(s => s.Text).ToHashSet();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var (text, retainUs) = (reader.ReadString(), reader.ReadInt64());
            var index = rulebook.Stores.ToList().FindIndex(s => s.Text == text && s.PeriodUs + rulebook.LatenessUs <= retainUs);
            if (index >= 0)
            {
                missing.Remove(text);
            }
            Read(reader, index < 0 ? null : engine.Windows.Stores[index], engine.Windows.WatermarkUs);
        }
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var payment = ReadPayment(reader);
            engine.Holds.Add(payment, reader.ReadInt64());
        }
        ReadMeasures(reader, engine);
        return missing.Count == 0 ? engine : null;
    }

    private static void Write(BinaryWriter writer, MeasureTable measures)
    {
        var all = measures.All.ToList();
        writer.Write(all.Count);
        foreach (var took in all)
        {
            writer.Write(took.MeasureId);
            writer.Write(took.Subject.Value);
            writer.Write(took.Institution);
            writer.Write(took.PaymentId);
            writer.Write((byte)took.Standing);
            writer.Write(took.UntilUs);
        }
        var ended = measures.Ended.ToList();
        writer.Write(ended.Count);
        foreach (var id in ended)
            writer.Write(id);
    }

    private static void ReadMeasures(BinaryReader reader, DecisionEngine engine)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            engine.Measures.Add(
                new MeasureTook(
                    reader.ReadString(),
                    new SubjectId(reader.ReadUInt64()),
                    reader.ReadString(),
                    reader.ReadString(),
                    (MeasureStanding)reader.ReadByte(),
                    reader.ReadInt64()
                )
            );
        }
        for (var left = reader.ReadInt32(); left > 0; left--)
            engine.Measures.End(reader.ReadString());
    }

    /// <summary>One page of a key; an absent key ends a store.</summary>
    private static void Write(BinaryWriter writer, WindowKey key, Page? page, SubjectTable subjects)
    {
        writer.Write(key.A);
        writer.Write(key.B);
        writer.Write(page?.Count ?? 0);
        for (var i = 0; i < page?.Count; i++)
        {
            writer.Write(page.TimeUs[i]);
            writer.Write(page.Values[i]);
            writer.Write(subjects[page.Subjects[i]]);
        }
    }

    private static void Read(BinaryReader reader, WindowStore? store, long watermarkUs)
    {
        while (true)
        {
            var (key, entries) = (new WindowKey(reader.ReadUInt64(), reader.ReadUInt64()), reader.ReadInt32());
            if (key.IsAbsent)
            {
                return;
            }
            for (; entries > 0; entries--)
            {
                var (timeUs, value, distinct) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadUInt64());
                store?.Add(key, timeUs, value, distinct, watermarkUs);
            }
        }
    }

    private static void Write(BinaryWriter writer, in SealedPayment payment)
    {
        writer.Write(payment.Id);
        writer.Write((byte)payment.Kind);
        writer.Write(payment.TimeUs);
        writer.Write(payment.Amount.MinorUnits);
        writer.Write((byte)payment.Amount.Currency);
        writer.Write(payment.Institution);
        Write(writer, payment.Sender);
        Write(writer, payment.Recipient);
        foreach (
            var text in (ReadOnlySpan<string?>)
                [payment.Terminal, payment.City, payment.WalletChain, payment.WalletAddress, payment.Platform, payment.Asset]
        )
        {
            writer.Write(text is not null);
            writer.Write(text ?? "");
        }
        writer.Write(payment.Device.Value);
        Write(writer, unchecked((UInt128)payment.Quantity));
        Write(writer, payment.ContentHash);
        Write(writer, payment.Circumstances);
    }

    private static void Write(BinaryWriter writer, in Circumstances around)
    {
        writer.Write(around.Category ?? "");
        writer.Write(around.Purpose ?? "");
        writer.Write(around.TerminalCountry ?? "");
        writer.Write(around.Ip.Value);
        writer.Write(around.SenderPhone.Value);
        writer.Write(around.RecipientPhone.Value);
        foreach (ref readonly var party in (ReadOnlySpan<Background>)[around.Sender, around.Recipient])
        {
            writer.Write(party.Country ?? "");
            writer.Write(party.Registered?.DayNumber ?? -1);
            writer.Write(party.Opened?.DayNumber ?? -1);
        }
    }

    private static void Write(BinaryWriter writer, in SealedParty party)
    {
        writer.Write(party.Person.Value);
        writer.Write(party.Account.Value);
        writer.Write(party.Card.Value);
        writer.Write((byte)party.Iin);
        writer.Write(party.Confirmed);
        writer.Write(party.Named);
        writer.Write(party.Attested);
    }

    private static void Write(BinaryWriter writer, UInt128 value)
    {
        writer.Write(unchecked((ulong)(value >> 64)));
        writer.Write(unchecked((ulong)value));
    }

    private static SealedPayment ReadPayment(BinaryReader reader)
    {
        var (id, kind, timeUs) = (reader.ReadString(), (PaymentKind)reader.ReadByte(), reader.ReadInt64());
        var amount = new Money(reader.ReadInt64(), (Currency)reader.ReadByte());
        var (institution, sender, recipient) = (reader.ReadString(), ReadParty(reader), ReadParty(reader));
        var texts = new string?[6];
        for (var i = 0; i < texts.Length; i++)
        {
            var isPresent = reader.ReadBoolean();
            var text = reader.ReadString();
            texts[i] = isPresent ? text : null;
        }
        var device = new SubjectId(reader.ReadUInt64());
        var (quantity, hash) = (
            new Int128(reader.ReadUInt64(), reader.ReadUInt64()),
            new UInt128(reader.ReadUInt64(), reader.ReadUInt64())
        );
        return new SealedPayment(
            id,
            kind,
            timeUs,
            amount,
            institution,
            sender,
            recipient,
            texts[0],
            texts[1],
            device,
            texts[2],
            texts[3],
            texts[4],
            texts[5],
            quantity,
            hash
        )
        {
            Circumstances = ReadCircumstances(reader),
        };
    }

    private static Circumstances ReadCircumstances(BinaryReader reader) =>
        new(
            Text(reader),
            Text(reader),
            Text(reader),
            new SubjectId(reader.ReadUInt64()),
            new SubjectId(reader.ReadUInt64()),
            new SubjectId(reader.ReadUInt64()),
            ReadBackground(reader),
            ReadBackground(reader)
        );

    private static Background ReadBackground(BinaryReader reader) => new(Text(reader), Day(reader), Day(reader));

    private static string? Text(BinaryReader reader) => reader.ReadString() is { Length: > 0 } text ? text : null;

    private static DateOnly? Day(BinaryReader reader) => reader.ReadInt32() is >= 0 and var day ? DateOnly.FromDayNumber(day) : null;

    private static SealedParty ReadParty(BinaryReader reader) =>
        new(
            new SubjectId(reader.ReadUInt64()),
            new SubjectId(reader.ReadUInt64()),
            new SubjectId(reader.ReadUInt64()),
            (IinStatus)reader.ReadByte(),
            reader.ReadBoolean(),
            reader.ReadBoolean(),
            reader.ReadBoolean()
        );
}

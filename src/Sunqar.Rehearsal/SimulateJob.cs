using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Payments;
using Sunqar.Simulation;

namespace Sunqar.Rehearsal;

/// <summary>How much a simulated country wrote.</summary>
public sealed record SimulateResult(long Payments, long Transfers, long TruthRows);

/// <summary>
/// Writes a simulated country to files as others would deliver it, day by day, so that memory does not grow with it: payments.ndjson,
/// transfers.csv, chain.csv, chain-ethereum.csv, labels.yaml, energy.csv, registry.csv, rates.csv, atms.csv, history.ndjson; and to a
/// folder apart the truth: truth.csv, rule-truth.csv, plants.csv, lookalikes.csv, providers.csv. A file that is not whole yet is called
/// .part.
/// </summary>
public static class SimulateJob
{
    /// <param name="report">Told the fraction done after each day.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static SimulateResult Write(
        Country country,
        string folder,
        string truthFolder,
        Action<double> report,
        CancellationToken cancel = default
    )
    {
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(truthFolder);
        using var payments = new Utf8Rows(Path.Combine(folder, "payments.ndjson"));
        using var transfers = new Utf8Rows(Path.Combine(folder, "transfers.csv"));
        using var chain = new Utf8Rows(Path.Combine(folder, "chain.csv"));
        using var ethereum = new Utf8Rows(Path.Combine(folder, "chain-ethereum.csv"));
        using var truth = new Utf8Rows(Path.Combine(truthFolder, "truth.csv"));
        using var ruleTruth = new Utf8Rows(Path.Combine(truthFolder, "rule-truth.csv"));
        CountryTables.Write(country, folder, truthFolder);
        transfers.Line("id,time,from,to,amount,currency,kind");
        ethereum.Line("id,time,from,to,amount,currency,kind");
        chain.Line("timestamp_ms,tx_id,token,from_address,from_tag,to_address,to_tag,amount_units,decimals");
        truth.Line("kind,pattern_id,transfer_id,account,role");
        ruleTruth.Line("kind,pattern_id,transfer_id,account,role");
        long paid = 0,
            moved = 0,
            planted = 0;
        foreach (var day in country.Days(cancel))
        {
            for (var i = 0; i < day.PaymentCount; i++)
            {
                var payment = day.Payment(i);
                PaymentJson.Write(payment, payments.Raw);
                payments.End();
                Transfer(payment, transfers);
            }
            for (var i = 0; i < day.ChainCount; i++)
            {
                var row = day.Transfer(i);
                if (row.Chain == "ethereum")
                {
                    Transfer(row, ethereum);
                    continue;
                }
                chain
                    .Field(row.TimeUs / 1_000)
                    .Field(row.Id)
                    .Field(row.Token)
                    .Field(row.From)
                    .Field(row.FromTag)
                    .Field(row.To)
                    .Field(row.ToTag)
                    .Field(row.Units)
                    .Field(row.Decimals)
                    .End();
            }
            foreach (var row in day.Truth)
            {
                truth.Field(row.Kind).Field(row.PatternId).Field(row.TransferId).Field(row.Account).Field(row.Role).End();
                planted++;
            }
            foreach (var row in day.RuleTruth)
            {
                ruleTruth.Field(row.Kind).Field(row.PatternId).Field(row.TransferId).Field(row.Account).Field(row.Role).End();
                planted++;
            }
            (paid, moved) = (paid + day.PaymentCount, moved + day.ChainCount);
            report((day.Number + 1.0) / country.Options.Days);
        }
        foreach (var file in (Utf8Rows[])[payments, transfers, chain, ethereum, truth, ruleTruth])
        {
            file.Complete();
        }
        return new SimulateResult(paid, moved, planted);
    }

    private static void Transfer(TokenTransfer row, Utf8Rows transfers) =>
        transfers
            .Field(row.Id)
            .Time(row.TimeUs)
            .Field(row.From)
            .Field(row.To)
            .Field(new Money((long)row.Units, Currency.Usdt))
            .Field(Currency.Usdt.Code())
            .Field("chain")
            .End();

    private static void Transfer(Payment payment, Utf8Rows transfers)
    {
        var (from, to) = PaymentEnds.Of(payment);
        transfers
            .Field(payment.Id)
            .Time(payment.TimeUs)
            .Field(from)
            .Field(to)
            .Field(payment.Amount)
            .Field(payment.Amount.Currency.Code())
            .Field(payment.Kind.Name())
            .End();
    }
}

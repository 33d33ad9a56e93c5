using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Identity;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;
using Sunqar.Work.Registers;

namespace Sunqar.Server.Cases;

/// <summary>One measure against many: members of a case are chosen, asked for in one request, decided and followed on one page.</summary>
internal static class GroupEndpoints
{
    public static void Map(IEndpointRouteBuilder app, CaseDoor cases, RegistryDoor registry)
    {
        app.MapGet(
                "/cases/{id}/measures/chosen",
                (string id, string? kind, string? role, IConsoleState state, ActDoor acts, HttpContext http, CancellationToken cancel) =>
                    ChooseAsync(id, kind, role, state, acts, cases, http, cancel)
            )
            .WithName("page:measure-targets")
            .RecordsView(id => id);
        app.MapPost(
                "/cases/{id}/measures/chosen",
                (HttpContext http, IConsoleState state, ActDoor acts, CancellationToken cancel) =>
                    AskAsync(http, state, acts, cases, registry, cancel)
            )
            .WithName("measure:request-many");
        app.MapGet(
                "/measures/together/{id}",
                (string id, IConsoleState state, ActDoor acts, ColleagueNames names, HttpContext http, CancellationToken cancel) =>
                    OneAsync(id, state, acts, cases, names, http, cancel)
            )
            .WithName("page:measure-group")
            .RecordsView(_ => null);
        app.MapCommand(
            "/cases/{case}/measures/together/{id}/decision",
            "measure:decide-many",
            form => new DecideMeasures(
                form.Key,
                form.Route("case"),
                form.Text("basis"),
                form.Route("id"),
                form.Texts("measure", RequestMeasures.TargetsMax, 64),
                form.Text("decision", 10) == "approve",
                form.Text("reason", CaseText.TextMax),
                MeasureEndpoints.Licensed(registry)
            )
        );
        app.MapCommand(
            "/cases/{case}/measures/together/{id}/end",
            "measure:lift-many",
            form => new LiftMeasures(
                form.Key,
                form.Route("case"),
                form.Text("basis"),
                form.Route("id"),
                form.Texts("measure", RequestMeasures.TargetsMax, 64),
                form.Text("reason", CaseText.TextMax)
            )
        );
    }

    private static async Task<IResult> ChooseAsync(
        string id,
        string? kind,
        string? role,
        IConsoleState state,
        ActDoor acts,
        CaseDoor cases,
        HttpContext http,
        CancellationToken cancel
    )
    {
        if (acts.Current is not { } desk || id.Length > ServerLimits.IdLengthMax || acts.Case(id) is not { } one)
            return Results.NotFound();
        var chosen = TargetSheet.Kinds.FirstOrDefault(known => known.Name == kind) ?? TargetSheet.Kinds[0];
        var members = await MembersAsync(one, state, cancel);
        var names = cases.NamesIn(one);
        var nowUs = desk.NowUs;
        var lines = desk.Read(folds =>
            one.Members.Where(member => Fits(chosen, member.Key) && (string.IsNullOrEmpty(role) || member.Value == role))
                .Select(member =>
                {
                    var view = members.GetValueOrDefault(names[member.Key]);
                    return new TargetLine(
                        member.Key,
                        names[member.Key],
                        member.Value,
                        view,
                        [
                            .. folds
                                .Of<MeasureBook>()
                                .OfCase(id)
                                .Where(measure =>
                                    measure.Request.Target.Id == member.Key
                                    && measure.StatusAt(nowUs) is var status
                                    && (status.IsPending() || status.IsInForce())
                                ),
                        ],
                        view?.Beside.Bank is { } bank && folds.Of<PartnerBook>().Find("bank-" + bank.ToLowerInvariant()) is null
                    );
                })
                .OrderBy(line => line.Role, StringComparer.Ordinal)
                .ThenBy(line => line.Name, StringComparer.Ordinal)
                .ToList()
        );
        return ConsoleEndpoints.Page<MeasureTargetsPage>(new { Sheet = new TargetSheet(one, chosen, role ?? "", lines, http.Actor()) });
    }

    private static async Task<IResult> AskAsync(
        HttpContext http,
        IConsoleState state,
        ActDoor acts,
        CaseDoor cases,
        RegistryDoor registry,
        CancellationToken cancel
    )
    {
        var fields = new FormFields(http);
        var id = fields.Route("id");
        var kind = TargetSheet.Kinds.FirstOrDefault(known => known.Name == fields.Text("kind", 40));
        var chosen = fields.Texts("target", RequestMeasures.TargetsMax, 128);
        if (kind is null || acts.Case(id) is not { } one)
            return Refused(fields, RefusalKind.Invalid, "There is no such kind of measure, or no such case.", "kind");
        var members = await MembersAsync(one, state, cancel);
        var holder = fields.Text("holder", 64);
        var targets = new List<MeasureTarget>();
        foreach (var name in chosen)
        {
            var member = cases.MemberOf(one, name);
            if (!one.Members.ContainsKey(member))
                return Refused(fields, RefusalKind.Invalid, "Members of the case are chosen, by the names that they have in it.", "target");
            if (kind.Target == TargetKind.Wallet)
            {
                targets.Add(new MeasureTarget(TargetKind.Wallet, member, holder.Length > 0 ? holder : "tether", ChainOf(member)));
                continue;
            }
            // The card says which bank it is; whoever asks says it only where no payment does.
            var bank = members.GetValueOrDefault(name)?.Beside.Bank ?? holder;
            if (bank.Length == 0)
                return Refused(fields, RefusalKind.Invalid, $"No payment tells which bank keeps {name}: name it.", "holder");
            targets.Add(new MeasureTarget(TargetKind.Subject, member, bank, ""));
        }
        var command = new RequestMeasures(
            fields.Key,
            id,
            fields.Text("basis"),
            kind.Name,
            targets,
            fields.Text("document"),
            fields.Text("reason", CaseText.TextMax),
            MeasureEndpoints.Licensed(registry)
        );
        var answer = await CommandForms.DoAsync(fields, command, acts);
        return answer.IsDone ? CommandForms.SeeOther($"/measures/together/{answer.Text}") : CommandForms.Refusal(answer, fields.From);
    }

    private static async Task<IResult> OneAsync(
        string id,
        IConsoleState state,
        ActDoor acts,
        CaseDoor cases,
        ColleagueNames colleagues,
        HttpContext http,
        CancellationToken cancel
    )
    {
        if (acts.Current is not { } desk || id.Length > 64)
            return Results.NotFound();
        var (one, group) = desk.Read(folds =>
            folds.Of<MeasureBook>().OfGroup(id) is [var first, ..] all ? (folds.Of<CaseBook>().Find(first.CaseId), all) : (null, [])
        );
        if (one is null)
            return Results.NotFound();
        var network = one.NetworkId is { } networkId ? await state.NetworkAsync(networkId, cancel) : null;
        var members = Members(network);
        var names = cases.NamesIn(one);
        var lines = desk.Read(folds =>
            group
                .Select(measure =>
                {
                    var name = names.GetValueOrDefault(measure.Request.Target.Id, measure.Request.Target.Id);
                    return new GroupLine(
                        measure,
                        CaseText.IsSubject(name) ? "a member" : name,
                        one.Members.GetValueOrDefault(measure.Request.Target.Id, ""),
                        members.GetValueOrDefault(name),
                        [.. folds.Of<OutboxBook>().About(measure.Id)],
                        measure.Kind.Strangers(measure.Request, folds)
                    );
                })
                .ToList()
        );
        return ConsoleEndpoints.Page<MeasureGroupPage>(
            new { Sheet = new GroupSheet(one, lines, network, colleagues.Of, desk.NowUs, http.Actor()) }
        );
    }

    private static async Task<Dictionary<string, MemberView>> MembersAsync(Case one, IConsoleState state, CancellationToken cancel) =>
        Members(one.NetworkId is { } network ? await state.NetworkAsync(network, cancel) : null);

    /// <summary>Members by the names that they have in the network's case.</summary>
    private static Dictionary<string, MemberView> Members(NetworkDetail? network) =>
        (network?.Members ?? [])
            .GroupBy(member => member.Account, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);

    private static bool Fits(MeasureKind kind, string member) =>
        kind.Target == TargetKind.Subject ? CaseText.IsSubject(member) : ChainOf(member).Length > 0;

    private static string ChainOf(string address) =>
        WalletAddress.TryParse(WalletChain.Tron, address, out _, out _) ? "tron"
        : WalletAddress.TryParse(WalletChain.Ethereum, address, out _, out _) ? "ethereum"
        : "";

    private static IResult Refused(FormFields fields, RefusalKind kind, string why, string field) =>
        CommandForms.Refusal(new ActAnswer(ActStatus.Refused, kind, why, field, -1, false), fields.From);
}

using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Access;
using Sunqar.Work.Acting;
using Sunqar.Work.Summaries;
using Command = System.CommandLine.Command;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar people</c>: who has an account, and asking somebody in when no admin can; for the folder's owner, while the server is
/// stopped.</summary>
internal static class PeopleVerb
{
    private const int LinkHours = 24;

    public static Command Create()
    {
        var role = new Argument<Role>("ROLE")
        {
            HelpName = "ROLE",
            Description = string.Join(", ", StaffRules.PeopleRoles.Select(one => one.ToString().ToLowerInvariant())) + ".",
        };
        role.Validators.Add(result =>
        {
            if (
                result.Tokens.FirstOrDefault()?.Value is not { } said
                || !said.All(char.IsAsciiLetter)
                || !Enum.TryParse<Role>(said, ignoreCase: true, out var typed)
                || !StaffRules.PeopleRoles.Contains(typed)
            )
            {
                result.AddError("ROLE: no person has this role.");
            }
        });
        var unit = new Option<string>("--unit") { Description = "The unit: small letters, digits, hyphens.", Required = true };
        unit.Validators.Add(result =>
        {
            if (!StaffRules.IsUnit(result.GetValueOrDefault<string>() ?? ""))
                result.AddError($"--unit: expected 1 to {StaffRules.UnitLengthMax} small letters, digits and hyphens.");
        });
        var invite = new Command(
            "invite",
            "Print the path of a link by which somebody makes an account; it works once, for a day, and is an act in the oversight log."
        )
        {
            role,
            unit,
        };
        invite.SetAction((parsed, _) => RunAsync(desk => InviteAsync(desk, parsed.GetValue(role), parsed.GetValue(unit)!)));
        var list = new Command("list", "Every account, as NDJSON: id, role, unit, standing. Names are not shown.");
        list.SetAction((_, _) => RunAsync(ListAsync));
        var acts = new Command("acts", "The table of acts, as NDJSON: who does what, whom it may harm, and who else has to agree.");
        acts.SetAction((_, _) => Task.FromResult(ListActs()));
        return new Command(
            "people",
            "The people who sign in: list, invite, renew, standing, acts. Everyday work is done on the console's page People."
        )
        {
            invite,
            Renew(),
            GiveStanding(),
            list,
            acts,
        };
    }

    private static Argument<string> Account() => new("ACCOUNT") { Description = "The account's id, as `people list` prints it." };

    /// <summary>Where too few are left to be two, whoever holds the root key recovers at the machine itself: an act, and an alarm for the
    /// overseer.</summary>
    private static Command Renew()
    {
        var account = Account();
        var renew = new Command(
            "renew",
            "Print the path of a link by which an account gets a new password and second factor; an act, and an alarm for the overseer."
        )
        {
            account,
        };
        renew.SetAction((parsed, _) => RunAsync(desk => RenewAsync(desk, parsed.GetValue(account)!)));
        return renew;
    }

    private static Command GiveStanding()
    {
        var (account, standing) = (
            Account(),
            new Argument<Standing>("STANDING") { Description = "good, limited (confirms nothing, looks at nobody) or suspended." }
        );
        var reason = new Option<string>("--reason") { Description = "Why, in a sentence without names.", Required = true };
        var give = new Command("standing", "Limit or suspend an account, or take that back; an act, and an alarm for the overseer.")
        {
            account,
            standing,
            reason,
        };
        give.SetAction(
            (parsed, _) =>
                RunAsync(async desk =>
                {
                    var command = new GiveStanding(
                        Guid.NewGuid().ToString("N"),
                        parsed.GetValue(account)!,
                        parsed.GetValue(standing),
                        parsed.GetValue(reason)!
                    );
                    var answer = await desk.DoAsync(command, Actor.House);
                    if (answer.IsDone)
                        return Exit.Done;
                    await Console.Error.WriteLineAsync($"sunqar: {answer.Text}");
                    return Exit.Failed;
                })
        );
        return give;
    }

    private static async Task<int> RenewAsync(ActDesk desk, string accountId)
    {
        if (desk.Read(state => state.Of<Staff>().Find(accountId)) is not { } account)
        {
            await Console.Error.WriteLineAsync("sunqar: there is no such account.");
            return Exit.Failed;
        }
        return await InviteAsync(desk, account.Role, account.Unit, accountId);
    }

    private static int ListActs()
    {
        foreach (var line in ActTable.Lines)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        act = line.Name,
                        roles = line.Roles.Select(role => role.ToString().ToLowerInvariant()),
                        harms = line.Harms,
                        second = line.Second,
                        is_second = line.IsSecond,
                    }
                )
            );
        }
        return Exit.Done;
    }

    private static async Task<int> InviteAsync(ActDesk desk, Role role, string unit, string? accountId = null)
    {
        if (await FirstAdmin.InviteAsync(desk, role, unit, TimeSpan.FromHours(LinkHours), accountId) is not { } path)
        {
            await Console.Error.WriteLineAsync("sunqar: the invitation was refused: too many are open.");
            return Exit.Failed;
        }
        Console.WriteLine(path);
        await Console.Error.WriteLineAsync(
            $"Start the server and open this path on its address within {LinkHours} hours; whoever opens it first gets the account. The overseer is told."
        );
        return Exit.Done;
    }

    private static Task<int> ListAsync(ActDesk desk)
    {
        foreach (var one in desk.Read(state => state.Of<Staff>().Accounts.OrderBy(account => account.CreatedUs).ToList()))
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        id = one.Id,
                        role = one.Role.ToString().ToLowerInvariant(),
                        unit = one.Unit,
                        standing = one.Standing.ToString().ToLowerInvariant(),
                    }
                )
            );
        }
        return Task.FromResult(Exit.Done);
    }

    private static async Task<int> RunAsync(Func<ActDesk, Task<int>> act)
    {
        try
        {
            using var folder = DataFiles.FromEnvironment().Open();
            await using var desk = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh);
            return await act(desk);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"sunqar: {error.Message}");
            return Exit.Failed;
        }
    }
}

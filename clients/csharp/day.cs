#:project Sunqar.Client/Sunqar.Client.csproj
#:property PublishAot=false
// A bank's day against a sandbox, in all that docs/sandbox.md checks: dotnet run day.cs URL KEY
using System.Net.Http.Json;
using Sunqar.Client;

if (args is not [var address, var key])
{
    Console.Error.WriteLine("expected: dotnet run day.cs URL KEY, as ./sunqar sandbox said them");
    return 2;
}
const string Bank = "SANDKZKA";
var server = new Uri(address);
var client = SunqarClient.Of(server, key);
var run = Guid.NewGuid().ToString("N")[..8];
var count = 0;

Payment Payment(string amount) =>
    new()
    {
        // An id is made once, kept with the payment, and sent with every try.
        Id = $"{Bank}-{run}-{++count}",
        Kind = PaymentKind.Account_transfer,
        Time = DateTimeOffset.UtcNow,
        Amount = amount,
        Currency = PaymentCurrency.KZT,
        Institution = Bank,
        Sender = new Party { Account = "KZ86125KZT5004100100" },
        Recipient = new Party { Account = $"KZ-{count}" },
    };

async Task<Answer> DecideAsync(string amount)
{
    var answer = await client.PaymentsDecideAsync(Payment(amount));
    Console.WriteLine($"{amount, 8} KZT  {answer.Outcome}{(answer.Duplicate ? " (told before)" : "")}");
    return answer;
}

for (var i = 0; i < 20; i++)
    await DecideAsync("150.00");
// The sender confirms in the app, a finger is shown at the machine: the payment is decided again.
var app = await DecideAsync("1001.00");
await client.PaymentsConfirmAsync(app.Id, Confirmation.Of(new Word { By = WordBy.Sender }));
var finger = await DecideAsync("1002.00");
await client.PaymentsConfirmAsync(finger.Id, Confirmation.Of(new Word { By = WordBy.Biometrics }));
await DecideAsync("1004.00");
await DecideAsync("1005.00");
// The connection breaks, the server is away, is busy, is slow: Patience sends the same again.
foreach (var amount in (string[])["2001.00", "2002.00", "2003.00", "2004.00"])
    await DecideAsync(amount);
var undone = await DecideAsync("75.00");
await client.PaymentsReverseAsync(undone.Id);
// A hold ends within a day, which the sandbox's clock need not take.
var held = await DecideAsync("1003.00");
using var http = new HttpClient { BaseAddress = server };
http.DefaultRequestHeaders.Authorization = new("Bearer", key);
(await http.PostAsJsonAsync("/sandbox/clock", new { advance = "P1D" })).EnsureSuccessStatusCode();
for (var tries = 0; tries < 100; tries++)
{
    var stands = await client.PaymentsFindAsync(held.Id);
    if (stands.Outcome != StoredPaymentOutcome.Hold)
    {
        Console.WriteLine($"the hold lapsed to {stands.Outcome}");
        return 0;
    }
    await Task.Delay(200);
}
Console.Error.WriteLine("the hold did not lapse");
return 1;

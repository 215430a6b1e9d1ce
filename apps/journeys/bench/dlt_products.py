"""Loads the products of the benchmark with dlt, twice: python3 dlt_products.py URL DATABASE_URL

Prints {"first": seconds, "again": seconds}. Settings are the quickest that were found for JSON into Postgres: CSV by COPY, no child
tables, one item per page handed on, two workers.
"""

import json
import os
import sys
import tempfile
import time

os.environ.update(
    {
        "RUNTIME__DLTHUB_TELEMETRY": "false",
        "RUNTIME__LOG_LEVEL": "CRITICAL",
        "NORMALIZE__WORKERS": "2",
        "NORMALIZE__DATA_WRITER__BUFFER_MAX_ITEMS": "50000",
        "EXTRACT__DATA_WRITER__BUFFER_MAX_ITEMS": "50000",
        "NORMALIZE__START_METHOD": "spawn",
    }
)

import dlt
from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client.paginators import JSONResponseCursorPaginator


def kept(product):
    return {
        "id": product["id"],
        "sku": product["sku"],
        "name": product["name"].strip(),
        "status": product["status"],
        "price": float(product["price"]["amount"]),
        "currency": product["price"]["currency"],
        "vendor_name": product["vendor"]["name"],
        "vendor_country": product["vendor"]["country"],
        "vendor_email": product["vendor"]["contact"]["email"],
        "quantity": product["stock"]["quantity"],
        "warehouse": product["stock"]["warehouse"],
        "width": product["dimensions"]["width"],
        "tags": product["tags"],
        "description": product["description"],
        "updated_at": product["updatedAt"],
    }


def products(url):
    client = RESTClient(
        base_url=url,
        paginator=JSONResponseCursorPaginator(cursor_path="next_cursor", cursor_param="cursor"),
        data_selector="data",
    )

    @dlt.resource(
        name="products",
        primary_key="id",
        write_disposition={"disposition": "merge", "strategy": "upsert"},
        columns={"tags": {"data_type": "json"}},
        max_table_nesting=0,
    )
    def pages():
        for page in client.paginate("/products"):
            yield [kept(product) for product in page]

    return pages


def main():
    url, database = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        pipeline = dlt.pipeline(
            pipeline_name="bench",
            pipelines_dir=folder,
            destination=dlt.destinations.postgres(database),
            dataset_name="dlt_bench",
        )
        took = {}
        for name in ("first", "again"):
            started = time.perf_counter()
            pipeline.run(products(url)(), loader_file_format="csv")
            took[name] = time.perf_counter() - started
        with pipeline.sql_client() as client:
            count = client.execute_sql("select count(*) from products")[0][0]
            client.drop_dataset()
        print(json.dumps({**took, "records": count}))


if __name__ == "__main__":
    main()
